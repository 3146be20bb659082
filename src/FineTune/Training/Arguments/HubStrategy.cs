namespace FineTune;

/// <summary>What is pushed to the Hub when. In JSON and on the command line: end, every_save, checkpoint, all_checkpoints.</summary>
public enum HubStrategy
{
    /// <summary>The model, when it is saved at the end.</summary>
    End,

    /// <summary>The model, at every checkpoint.</summary>
    EverySave,

    /// <summary>The model and the newest checkpoint, at every checkpoint.</summary>
    Checkpoint,

    /// <summary>The model and all checkpoints.</summary>
    AllCheckpoints,
}
