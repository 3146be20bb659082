namespace FineTune.Training;

/// <content>Going on from a checkpoint.</content>
internal sealed partial class TrainingLoop
{
    /// <summary>The checkpoint's random numbers, until the batches of its epoch that were used are behind.</summary>
    private byte[]? _randomToRestore;

    /// <summary>Does what is left of the checkpoint's epoch.</summary>
    /// <returns>The next epoch.</returns>
    private long Resume(ResumePoint resume)
    {
        bool isComplete = resume.IsComplete(_plan);
        if (resume.PendingControl is { } pending)
        {
            RestoreRandom();
            Control.FromState(pending);
            DoActions(isEpochEnd: Progress.IsEpochOver);
            _randomToRestore = _trainer.Generator.GetState();
        }

        if (Progress.IsEpochOver || Progress.BatchesInEpoch == 0)
        {
            RestoreRandom();
            Control.ShouldTrainingStop |= isComplete;
            return Progress.IsEpochOver ? Progress.Epoch + 1L : Progress.Epoch;
        }

        bool isStopped = resume.PendingControl is not null && MustLeaveEpoch;
        bool stopsHere = isComplete || isStopped || resume.StopsEpoch || Progress.BatchesInEpoch >= _plan.StepsInEpoch;
        if (!stopsHere)
        {
            _trainer.Handler.OnEpochBegin();
            RunBatches();
        }

        RestoreRandom();
        Control.ShouldTrainingStop |= isComplete;
        EndEpoch();
        return Progress.Epoch + 1L;
    }

    private void RestoreRandom()
    {
        if (_randomToRestore is not null)
        {
            _trainer.Generator.SetState(_randomToRestore);
            _randomToRestore = null;
        }
    }
}
