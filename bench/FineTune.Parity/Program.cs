// Repeats a run that the reference recorded, and compares: random state at every recorded event, losses, learning rates, gradient norms,
// metrics. dotnet run -c Release --project bench/FineTune.Parity -- RECORDED_DIR [the run's flags]
using FineTune;
using FineTune.Classification;
using FineTune.Parity;

string recorded = args[0];
FlagReader flags = new(RunConfiguration.Arguments, [.. args.Skip(1), "--logging_steps", "1"]);
RunPreparation preparation = RunPreparation.Of(RunConfiguration.Read(null, flags));
StateRecorder recorder = new();
ClassificationRun run = new(preparation, new RunReporter { Output = Console.Out, Errors = Console.Error, Results = Console.Out, Style = ProgressStyle.Plain })
{
    FurtherCallbacks = [recorder],
};
run.Execute(resume: null, CancellationToken.None);
return new Comparison(recorded, recorder).Write(Console.Out) ? 0 : 1;
