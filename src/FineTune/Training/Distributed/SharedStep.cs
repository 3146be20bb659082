using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>
/// The steps of one of several processes. They talk before a step, about how much there is; while the last way back goes on, of the gradients
/// that it has finished; after it, about what came of the batches, and of the gradients that are left; and when callbacks have said what they want.
/// </summary>
internal sealed class SharedStep(Trainer trainer, IReadOnlyList<Parameter> parameters) : StepExchange
{
    private readonly ProcessGroup _processes = trainer.Processes;
    private readonly GradientExchange _gradients = new(
        trainer.Processes, parameters, trainer.Args.DdpBucketCapMb ?? 25, trainer.Args.DdpCommHook == DdpCommHook.Bf16);
    private readonly List<float> _losses = [];
    private NonFiniteLossException? _failure;
    private TimeSpan _waited;
    private long _bytes;
    private long _denseBytes;
    private int _steps;
    private int _rounds;
    private double? _flos;
    private long _tokens;

    public override StepTotals Begin(IReadOnlyList<Batch> batches, CancellationToken cancellation)
    {
        _processes.Activity = $"step {trainer.State.GlobalStep + 1}";
        (_failure, _flos, _tokens) = (null, trainer.Progress.CurrentFlos, trainer.State.NumInputTokensSeen);
        _losses.Clear();
        _gradients.Begin();
        long began = Stopwatch.GetTimestamp();
        Contribution[] all = _processes.Gather(new Contribution
        {
            Batches = batches.Count,
            Items = ItemCount.Of(batches),
            Weight = trainer.ClassificationLoss?.WeightOf(batches) ?? 0,
            IsCancelled = cancellation.IsCancellationRequested,
        });
        _waited += Stopwatch.GetElapsedTime(began);
        if (Array.Exists(all, part => part.IsCancelled))
        {
            throw new AgreedCancellationException(cancellation);
        }

        _rounds = all.Max(part => part.Batches);
        return new StepTotals(
            all.Sum(part => part.Batches), _rounds, all.Sum(part => part.Items), trainer.ClassificationLoss is null ? null : all.Sum(part => part.Weight));
    }

    public override void BeginBatch(bool isLast) =>
        trainer.BeforeBackward = isLast && trainer.GoesBackOnce ? _gradients.BeginToTravel : null;

    /// <summary>All processes end before the next step.</summary>
    public override void ThrowIfCancelled(CancellationToken cancellation)
    {
    }

    public override void Add(Batch batch, float loss)
    {
        _losses.Add(loss);
        if (!float.IsFinite(loss) && trainer.Args.LoggingNanInfFilter is null)
        {
            _failure ??= NonFinite.Loss(trainer, batch, loss);
        }
    }

    public override void GiveUp()
    {
        trainer.BeforeBackward = null;
        _gradients.GiveUp();
    }

    public override bool End(bool leaves)
    {
        RunProgress progress = trainer.Progress;
        trainer.BeforeBackward = null;
        long began = Stopwatch.GetTimestamp();
        _gradients.EndTravel();
        Outcome[] all = _processes.Gather(new Outcome
        {
            Batches = _losses.Count,
            Flos = (progress.CurrentFlos ?? 0) - (_flos ?? 0),
            Tokens = trainer.State.NumInputTokensSeen - _tokens,
            Leaves = leaves,
            Failed = _failure is not null,
        });
        ThrowIfFailed(all);
        AddLosses(all);
        progress.CurrentFlos = (_flos ?? 0) + all.Sum(part => part.Flos);
        trainer.State.NumInputTokensSeen = _tokens + all.Sum(part => part.Tokens);
        if (Array.Exists(all, part => part.Leaves))
        {
            _ = Agree();
            return true;
        }

        _gradients.Sum();
        _waited += Stopwatch.GetElapsedTime(began);
        (_bytes, _denseBytes, _steps) = (_bytes + _gradients.Bytes, _denseBytes + _gradients.DenseBytes, _steps + 1);
        return false;
    }

    /// <summary>Its culprit cannot be told from the sum: the rows are those of all.</summary>
    public override NonFiniteLossException BadGradient(IReadOnlyList<Batch> batches, float norm) =>
        NonFinite.Gradient(trainer, _processes.GatherAll<int>([.. batches.SelectMany(batch => batch.Rows ?? [])]).SelectMany(rows => rows), norm);

    public override void Report(TimeSpan elapsed)
    {
        if (_steps > 0)
        {
            trainer.Messages.Info(
                LogEvent.Profile,
                $"Of the time {_waited / elapsed:P0} went into waiting for other processes and exchanging with them; a step gave {_bytes / (double)_steps / 1e6:0.0} MB of gradients of {_denseBytes / (double)_steps / 1e6:0.0} MB.");
        }
    }

    public override bool Agree(bool isTimeOver = false)
    {
        TrainerControl control = trainer.Control;
        Wishes[] all = _processes.Gather(new Wishes { Flags = control.Flags, IsTimeOver = isTimeOver });
        control.ShouldTrainingStop = Array.Exists(all, part => part.Flags.TrainingStop);
        control.ShouldEpochStop = Array.Exists(all, part => part.Flags.EpochStop);
        control.ShouldSave = Array.Exists(all, part => part.Flags.Save);
        control.ShouldEvaluate = Array.Exists(all, part => part.Flags.Evaluate);
        control.ShouldLog = Array.Exists(all, part => part.Flags.Log);
        return Array.Exists(all, part => part.IsTimeOver);
    }

    /// <summary>Adds the losses of all, batch by batch and in each the ranks in order: as one process with as many batches would.</summary>
    private void AddLosses(Outcome[] all)
    {
        float[] own = new float[_rounds];
        _losses.CopyTo(own);
        float[] losses = new float[_rounds * all.Length];
        int[] lengths = new int[all.Length];
        Array.Fill(lengths, _rounds * sizeof(float));
        _processes.Collect(MemoryMarshal.AsBytes(own.AsSpan()), lengths, MemoryMarshal.AsBytes(losses.AsSpan()));
        for (int round = 0; round < _rounds; round++)
        {
            for (int rank = 0; rank < all.Length; rank++)
            {
                if (round < all[rank].Batches)
                {
                    trainer.Progress.AddLoss(losses[(rank * _rounds) + round], trainer.State.GlobalStep, trainer.Args.LoggingNanInfFilter);
                }
            }
        }
    }

    private void ThrowIfFailed(Outcome[] all)
    {
        if (Array.FindIndex(all, part => part.Failed) is not (>= 0 and { } culprit))
        {
            return;
        }

        int[][] rows = _processes.GatherAll<int>([.. _failure?.Rows ?? []]);
        string[] messages = _processes.GatherTexts(_failure?.Message ?? string.Empty);
        string[] culprits = _processes.GatherTexts(_failure?.Culprit ?? string.Empty);
        throw new NonFiniteLossException($"Rank {culprit}: {messages[culprit]}", trainer.State.GlobalStep + 1, rows[culprit], culprits[culprit]);
    }

    private struct Contribution
    {
        public long Items;
        public double Weight;
        public int Batches;
        public bool IsCancelled;
    }

    private struct Outcome
    {
        public double Flos;
        public long Tokens;
        public int Batches;
        public bool Leaves;
        public bool Failed;
    }

    private struct Wishes
    {
        public ControlFlags Flags;
        public bool IsTimeOver;
    }
}
