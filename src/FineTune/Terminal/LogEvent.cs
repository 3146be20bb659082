namespace FineTune;

/// <summary>What a message to an <c>ILogger</c> is about: number and name of its event id.</summary>
public enum LogEvent
{
    /// <summary>A model was loaded, and not every weight fits.</summary>
    LoadReport = 1,

    /// <summary>Requests to the Hub, downloads and their cache.</summary>
    Hub = 10,

    /// <summary>Data sets by name and their files.</summary>
    Data = 20,

    /// <summary>Training begins: its size.</summary>
    RunBegins = 100,

    /// <summary>Training goes on from a checkpoint.</summary>
    RunResumes = 101,

    /// <summary>Training stops before its last step, or has nothing left to do.</summary>
    RunStops = 102,

    /// <summary>A signal asks the process to end.</summary>
    Interrupted = 103,

    /// <summary>Memory is short, and what is done about it.</summary>
    MemoryShort = 104,

    /// <summary>What a run of <see cref="TextClassifier"/> is about: its columns, labels and rows, what looks wrong with them, and the files it wrote.</summary>
    Run = 105,

    /// <summary>Numbers were logged: loss, learning rate, metrics, by their names.</summary>
    Logged = 110,

    /// <summary>An evaluation or a prediction begins.</summary>
    Evaluating = 111,

    /// <summary>The metrics of a split, as <see cref="Trainer.LogMetrics(string, IReadOnlyDictionary{string, double})"/> tells them.</summary>
    Metrics = 112,

    /// <summary>A number that decides something is not a number, or is missing.</summary>
    MetricUnusable = 113,

    /// <summary>Where the time of a step went.</summary>
    Profile = 114,

    /// <summary>Columns of the data that the model does not read.</summary>
    ColumnsLeftOut = 120,

    /// <summary>A setting that has no effect, was changed, or contradicts another.</summary>
    Settings = 121,

    /// <summary>A checkpoint that is incomplete, cannot be written, or is of another run.</summary>
    Checkpoint = 130,

    /// <summary>An older checkpoint goes, or cannot be deleted.</summary>
    CheckpointDeleted = 131,

    /// <summary>The best model is loaded, or cannot be.</summary>
    BestModel = 132,

    /// <summary>Pushing the run to the Hub.</summary>
    Push = 140,

    /// <summary>The model card.</summary>
    ModelCard = 141,
}
