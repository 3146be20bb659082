// Holds this project against what the reference recorded.
//   dotnet run -c Release --project bench/FineTune.Parity -- RECORDED_DIR [the run's flags]
// repeats a run: random state at every recorded event, losses, learning rates, gradient norms, metrics; under mpirun for one that several processes recorded.
//   dotnet run -c Release --project bench/FineTune.Parity -- tokenizers DIR
// encodes and decodes every text that bench/reference/tokenize_all.py wrote to DIR with every tokenizer there.
//   dotnet run -c Release --project bench/FineTune.Parity -- models DIR
// loads the models that bench/reference/exchange_models.py made in DIR, compares logits, and saves them for it to load.
using FineTune;
using FineTune.Classification;
using FineTune.Parity;

if (args is ["tokenizers", string tokenized])
{
    return new TokenizerComparison(tokenized).Write(Console.Out) ? 0 : 1;
}

if (args is ["models", string models])
{
    return ModelComparison.Write(models, Console.Out) ? 0 : 1;
}

string recorded = args[0];
FlagReader flags = new(RunConfiguration.Arguments, [.. args.Skip(1), "--logging_steps", "1"]);
RunPreparation preparation = RunPreparation.Of(RunConfiguration.Read(null, flags));
StateRecorder recorder = new();
TrainingArguments training = preparation.Training;
TextWriter output = training.ShouldSave ? Console.Out : TextWriter.Null;
ClassificationRun run = new(preparation, new RunReporter { Output = output, Errors = Console.Error, Results = output, Style = ProgressStyle.Plain })
{
    FurtherCallbacks = [recorder],
};
run.Execute(resume: null, CancellationToken.None);
return new Comparison(recorded, recorder, training.ProcessIndex, training.WorldSize).Write(Console.Out) ? 0 : 1;
