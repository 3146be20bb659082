using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune;

/// <summary>
/// Says where the time of a training step went: a table of phases and kernel families at the end of training and, if asked for, a trace
/// that Chrome's <c>chrome://tracing</c> and <c>ui.perfetto.dev</c> show. The first step, which compiles the code, is left out.
/// Where nothing is trained, evaluations and predictions are told of in the same way, batch by batch; the trace is of the first.
/// </summary>
/// <remarks>
/// Times are those of the thread that trains; a kernel that several threads share counts once, from its call to its return. Only one profile
/// is taken at a time in a process. Profiling changes no result and costs about one percent.
/// </remarks>
public sealed class ProfilerCallback : TrainerCallback
{
    private readonly Profile _profile = new();
    private StepClock _clock;
    private int _steps;
    private double _peak;
    private TimeSpan _compiled;
    private bool _trains;
    private bool _traced;

    /// <summary>Gets where the table goes. Default null: to the <see cref="Trainer.Logger"/>, or without one to the console.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Gets the file of the trace, written when training ends. Default null, none.</summary>
    public string? TracePath { get; init; }

    /// <summary>Gets how many steps the trace covers, the first left out. Default 20.</summary>
    public int TraceSteps { get; init; } = 20;

    /// <inheritdoc/>
    internal override bool SpeaksForAll => true;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainerContext context)
    {
        _trains = true;
        _peak = _peak > 0 ? _peak : HardwarePeak.Measure(Workers.ThreadCount, TimeSpan.FromMilliseconds(200));
        Begin();
    }

    /// <inheritdoc/>
    public override void OnStepBegin(TrainerContext context)
    {
        Turn();
        long now = Stopwatch.GetTimestamp();
        if (_steps > 1)
        {
            _profile.AddPhase(ProfileTable.Between, _clock.Left, now);
        }

        _clock.Entered = now;
    }

    /// <inheritdoc/>
    public override void OnPreOptimizerStep(TrainerContext context)
    {
        _clock.Clipped = Stopwatch.GetTimestamp();
        _profile.AddPhase(ProfileTable.Gradients, _clock.Entered, _clock.Clipped);
    }

    /// <inheritdoc/>
    public override void OnOptimizerStep(TrainerContext context) =>
        _profile.AddPhase(ProfileTable.Optimizer, _clock.Clipped, Stopwatch.GetTimestamp());

    /// <inheritdoc/>
    public override void OnStepEnd(TrainerContext context)
    {
        _clock.Left = Stopwatch.GetTimestamp();
        _profile.AddPhase(ProfileTable.Step, _clock.Entered, _clock.Left);
        _profile.IsCounting = false;
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainerContext context)
    {
        End(ProfileTable.Step, context);
    }

    /// <inheritdoc/>
    public override void OnPredictionStep(TrainerContext context)
    {
        if (_trains)
        {
            return;
        }

        if (_profile != Profile.Current)
        {
            Begin();
            _steps = 0; // The first batch ends here, where a first step begins.
        }

        long now = Stopwatch.GetTimestamp();
        _profile.AddPhase(ProfileTable.Batch, _clock.Left, now);
        _clock.Left = now;
        Turn();
    }

    /// <inheritdoc/>
    public override void OnEvaluate(TrainerContext context, LogEntry metrics) => EndOfBatches(context);

    /// <inheritdoc/>
    public override void OnPredict(TrainerContext context, LogEntry metrics) => EndOfBatches(context);

    private void EndOfBatches(TrainerContext context)
    {
        if (!_trains && _profile == Profile.Current)
        {
            End(ProfileTable.Batch, context);
        }
    }

    private void Begin()
    {
        (_steps, _clock) = (-1, new StepClock { Left = Stopwatch.GetTimestamp() });
        _compiled = JitInfo.GetCompilationTime();
        _profile.Clear();
        _profile.Start();
    }

    /// <summary>Counts the step or batch that begins.</summary>
    private void Turn()
    {
        _steps++;
        (_profile.IsCounting, _profile.IsTracing) = (_steps > 0, _steps > 0 && _steps <= TraceSteps && TracePath is not null && !_traced);
    }

    private void End(string turn, TrainerContext context)
    {
        _profile.Stop();
        _peak = _peak > 0 ? _peak : HardwarePeak.Measure(Workers.ThreadCount, TimeSpan.FromMilliseconds(200));
        using StringWriter text = new();
        text.Write(new ProfileTable(_profile.Totals, _peak, turn).ToString());
        text.WriteLine($"Precision: {PrecisionOfRun.Describe(context.Args)}");
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Compiling code took {(JitInfo.GetCompilationTime() - _compiled).TotalMilliseconds:F0} ms of the run, on all threads."));
        if (TracePath is not null && !_traced)
        {
            _traced = true;
            ChromeTrace.Write(TracePath, _profile.Events);
            text.WriteLine($"Trace: {TracePath}, for chrome://tracing or ui.perfetto.dev");
        }

        if (Output is null && context.Log?.Logger is not null)
        {
            context.Log.Info(LogEvent.Profile, text.ToString());
        }
        else
        {
            (Output ?? SafeConsole.Out).Write(text.ToString());
        }
    }

    /// <summary>When the step at hand was entered and left, and when its gradients were ready.</summary>
    private struct StepClock
    {
        public long Entered;
        public long Clipped;
        public long Left;
    }
}
