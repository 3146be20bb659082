namespace FineTune.Training;

/// <summary>What is noted of a run in its folder: what it was begun with, what it goes on from, and whether it ended early.</summary>
internal sealed class RunJournal(Trainer trainer, ICheckpointFiles files)
{
    private const string Differs = "What is trained from here on differs from it.";

    private RunRecord? _record;
    private bool _isNew;

    /// <summary>Gets the name of the run; empty before it has begun.</summary>
    public string Run => _record?.Run ?? string.Empty;

    private string RunFolder => trainer.Args.OutputDir;

    /// <summary>Looks at what the run begins with, while the model has its first weights; nothing is written.</summary>
    /// <param name="found">The checkpoint it goes on from, or null for a new run.</param>
    /// <param name="isNewest">Whether that was looked for as the newest of the folder's run.</param>
    /// <exception cref="CheckpointException">The folder cannot be read.</exception>
    public void Prepare(Checkpoint? found, bool isNewest)
    {
        RunRecord? before = found is null && !trainer.ResumesRun ? null : ReadRecord();
        RunInputs inputs = RunInputs.Of(trainer);
        TellChanges(inputs, before, found);
        _isNew = found is null;
        _record = RecordOf(found, _isNew ? null : before, isNewest);
        _record = _record with { Inputs = (_isNew ? null : _record.Inputs) ?? inputs, StoppedAt = null, Arithmetic = PrecisionOfRun.Arithmetic(trainer.Args) };
    }

    /// <summary>Makes the folder that of this run, before its first step: from here on checkpoints of others in it are not taken for its own.</summary>
    /// <exception cref="CheckpointException">The folder cannot be written.</exception>
    public void Begin()
    {
        try
        {
            if (_isNew)
            {
                new CheckpointFinder(trainer, files).CleanUp();
                files.DeleteFile(Path.Combine(RunFolder, TrainingArguments.FileName));
            }

            string state = Path.Combine(RunFolder, TrainerState.FileName);
            if (File.Exists(state))
            {
                files.DeleteFile(state); // It says that the run before is complete; this one is not.
            }

            files.WriteText(Path.Combine(RunFolder, RunRecord.FileName), _record!.ToText());
            files.WriteText(Path.Combine(RunFolder, TrainingArguments.FileName), trainer.Args.ToJson());
            files.FlushDirectory(RunFolder);
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not CheckpointException)
        {
            throw CannotBegin(exception);
        }
    }

    /// <summary>Notes that the run is over before its last step.</summary>
    /// <exception cref="CheckpointException">It cannot be noted.</exception>
    public void EndEarly()
    {
        try
        {
            _record = _record! with { StoppedAt = trainer.State.GlobalStep };
            files.WriteText(Path.Combine(RunFolder, RunRecord.FileName), _record.ToText());
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not CheckpointException)
        {
            throw new CheckpointException($"The end of the run cannot be noted in {RunFolder}: {exception.Message} Check the disk's free space and permissions.", exception);
        }
    }

    private RunRecord? ReadRecord()
    {
        try
        {
            return RunRecord.Read(RunFolder);
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not CheckpointException)
        {
            throw CannotBegin(exception);
        }
    }

    private CheckpointException CannotBegin(Exception exception) =>
        new($"The run cannot begin in {RunFolder}: {exception.Message} Check the folder's permissions and the disk's free space.", exception);

    /// <summary>Says what makes a run that goes on another than the one that began.</summary>
    private void TellChanges(RunInputs now, RunRecord? before, Checkpoint? found)
    {
        RunRecord? begun = found is null || before?.Includes(found.Extra?.Run ?? string.Empty, found.State.GlobalStep) == true ? before
            : Path.GetDirectoryName(Path.GetFullPath(found.Folder)) is { } parent ? RunRecord.Read(parent) : null;
        if (begun?.Arithmetic is { } arithmetic && PrecisionOfRun.Arithmetic(trainer.Args) is { } other && arithmetic != other)
        {
            trainer.Messages.Warning(LogEvent.Settings, $"The run was begun with the arithmetic \"{arithmetic}\" of bfloat16 and goes on with \"{other}\": from here on its numbers are others.");
        }

        bool isCommand = trainer.Command is not null; // A program may well go on with a model it made in another way.
        RunInputs? then = isCommand ? begun?.Inputs : begun?.Inputs is { } inputs ? inputs with { Config = null } : null;
        if (then?.Changes(now, withWeights: isCommand && found is null).ToArray() is { Length: > 0 } changes)
        {
            trainer.Messages.Warning(LogEvent.Settings, $"This is not the run that was begun: {string.Join("; ", changes)}. {(isCommand ? WhatDiffers(then, now) : Differs)}");
        }
    }

    /// <summary>Data that is evaluated on changes only what evaluations find, unless the run follows that; a program's callbacks may, whatever the arguments.</summary>
    private string WhatDiffers(RunInputs then, RunInputs now) =>
        ArgumentEffects.FollowsEvaluations(trainer.Args) || then.Training.Changes(now.Training, withWeights: true).Any()
            ? Differs
            : "What evaluations find from here on is of these data; what is trained stays the same.";

    private RunRecord RecordOf(Checkpoint? found, RunRecord? before, bool isNewest)
    {
        DateTimeOffset now = trainer.Clock.GetUtcNow();
        if (found is null)
        {
            return RunRecord.New(now, trainer.Command);
        }

        string run = found.Extra?.Run ?? string.Empty;
        RunRecord record = before is not null && isNewest ? before
            : before is null && isNewest && run.Length > 0 ? new RunRecord(run, [], trainer.Command)
            : (before ?? new RunRecord(run, [], null)).After(run, found.State.GlobalStep, now);
        return record with { Command = trainer.Command ?? record.Command };
    }
}
