namespace FineTune;

/// <summary>What is pushed to the Hub when. In JSON and on the command line: end, every_save, checkpoint, all_checkpoints.</summary>
public enum HubStrategy
{
    /// <summary>Nothing in training; the model when <c>Trainer.SaveModel</c> saves it, and with <c>Trainer.PushToHub</c>.</summary>
    End,

    /// <summary>The model, at every checkpoint.</summary>
    EverySave,

    /// <summary>The model and, as <c>last-checkpoint</c>, all of the checkpoint, at every checkpoint: training can go on from there.</summary>
    Checkpoint,

    /// <summary>The model and every checkpoint under its own name.</summary>
    AllCheckpoints,
}
