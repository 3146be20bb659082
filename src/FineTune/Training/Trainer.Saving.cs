using FineTune.Training;

namespace FineTune;

/// <content>Saving the model.</content>
public partial class Trainer
{
    internal bool HasModelInit => _modelInit is not null;

    /// <summary>
    /// Gets the folder of the newest checkpoint in a run's folder, or null when there is none: the reference's <c>get_last_checkpoint</c>.
    /// </summary>
    /// <remarks>
    /// Whether it is complete is checked when training resumes from it. Those an earlier run left in the folder do not count once another
    /// has begun there.
    /// </remarks>
    /// <exception cref="CheckpointException">The record of the folder's run is damaged.</exception>
    public static string? GetLastCheckpoint(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return CheckpointOrder.NewestFirst(folder).FirstOrDefault();
    }

    /// <summary>
    /// Saves the model, the tokenizer and the arguments, so that <c>FromPretrained</c> can load them. Each file is there whole or not at all.
    /// </summary>
    /// <remarks>As in the reference, a run with <c>push_to_hub</c> pushes its folder then, and waits for it.</remarks>
    /// <param name="outputDir">The folder. Default null: the run's.</param>
    /// <exception cref="CheckpointException">They could not be saved, or another run is writing into the folder.</exception>
    /// <exception cref="PushFailedException">They are saved, but the push did not arrive.</exception>
    public void SaveModel(string? outputDir = null)
    {
        SaveLocally(outputDir);
        if (IsPushed)
        {
            PushToHub(ModelSave);
        }
    }

    private void SaveLocally(string? outputDir)
    {
        Initialize();
        Optimizer?.Eval();
        if (!Saves)
        {
            return;
        }

        string folder = Args.FastDevRun ? Args.OutputDir : outputDir ?? Args.OutputDir;
        string staging = Path.Combine(folder, ".saving-model");
        try
        {
            using IDisposable? ownership = TakeFolder(folder);
            Files.CreateDirectory(folder);
            if (Directory.Exists(staging))
            {
                Files.DeleteDirectory(staging);
            }

            Files.CreateDirectory(staging);
            CheckpointContents contents = new(staging);
            AddModelTo(contents);
            contents.Write(Files, staging);
            foreach (string file in Directory.EnumerateFiles(staging).ToArray())
            {
                Files.Replace(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            Files.FlushDirectory(folder);
            Files.DeleteDirectory(staging);
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not CheckpointException)
        {
            GiveUp(staging);
            throw new CheckpointException($"The model could not be saved in {folder}: {exception.Message} Check the disk's free space and permissions.", exception);
        }
    }

    /// <summary>Takes away what was written of a save that failed; it would only keep the disk full.</summary>
    private void GiveUp(string staging)
    {
        try
        {
            if (Directory.Exists(staging))
            {
                Files.DeleteDirectory(staging);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Messages.Warning(LogEvent.Checkpoint, $"{staging} could not be deleted: {exception.Message}");
        }
    }

    /// <summary>Adds weights, configuration, tokenizer and arguments to what is saved.</summary>
    internal void AddModelTo(CheckpointContents contents)
    {
        contents.AddFiles(take => WeightsArtefact.Take(Model, weight => take(Average?.AverageOf(weight) ?? weight)));
        if ((ProcessingClass ?? (DataCollator as DataCollatorWithPadding)?.Tokenizer) is { } tokenizer)
        {
            contents.AddFiles(_ => folder => tokenizer.SavePretrained(folder));
        }

        contents.AddText(TrainingArguments.FileName, Args.ToJson());
        if (Inputs is not null)
        {
            contents.AddText(SavedInputs.FileName, Inputs);
        }
    }

    /// <summary>Begins to average the weights, if the arguments ask for it, with those of the checkpoint or as they are.</summary>
    internal void BeginAverage(Checkpoint? checkpoint)
    {
        Average = Args.EmaDecay is { } decay ? new EmaWeights(Model.NamedParameters().Where(pair => pair.Parameter.RequiresGrad), decay) : null;
        if (checkpoint is null)
        {
            return;
        }

        bool wasAveraged = checkpoint.LoadTrainedWeights(this);
        if (Average is not null && !wasAveraged)
        {
            Messages.Warning(LogEvent.Checkpoint, $"{checkpoint.Folder} holds no average of weights: ema_decay begins one with its weights.");
        }
        else if (Average is null && wasAveraged)
        {
            Messages.Warning(LogEvent.Checkpoint, $"{checkpoint.Folder} holds an average of weights, which is given up: ema_decay is not set.");
        }
    }

    /// <summary>Leaves the average in the model.</summary>
    internal void EndAverage()
    {
        _ = Average is { IsApplied: false } average ? average.Apply() : default;
        Average = null;
    }

    /// <summary>Puts the average in the weights' place for an evaluation.</summary>
    internal EmaWeights.Application? ApplyAverage() => Average is { IsApplied: false } average ? average.Apply() : null;

    /// <summary>Makes the model ready for a run: a new one if the Trainer makes its own.</summary>
    internal void PrepareModel()
    {
        if (_modelInit is not null)
        {
            Generator.ManualSeed((ulong)Args.Seed);
            _model = CallModelInit();
            Model.Generator = Generator;
            (Optimizer, LrScheduler) = (null, null);
            _parametersForFlops = null;
            FreezeParameters();
        }

        ModelSettings.AlignSpecialTokens(Model, ProcessingClass, Messages);
        ModelSettings.EnableCheckpointing(Model, Args);
        Model.NeftuneNoiseAlpha = Args.NeftuneNoiseAlpha;
    }
}
