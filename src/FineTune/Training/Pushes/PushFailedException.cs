namespace FineTune;

/// <summary>Everything is saved, but a push to the Hub did not arrive. The message says why, and how to push what was saved.</summary>
public sealed class PushFailedException : IOException
{
    internal PushFailedException(Exception cause, string folder, string command)
        : base($"The push did not arrive: {cause.Message} Everything is saved in {folder}. Push it with: {command}", cause) => Command = command;

    /// <summary>Gets the command that pushes what was saved.</summary>
    public string Command { get; }
}
