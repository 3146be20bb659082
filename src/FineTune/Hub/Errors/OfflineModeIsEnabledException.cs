namespace FineTune;

/// <summary>A request was needed, but none may be made: HF_HUB_OFFLINE (or TRANSFORMERS_OFFLINE) is set, or LocalFilesOnly was given.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
public sealed class OfflineModeIsEnabledException(string message) : HubException(message);
