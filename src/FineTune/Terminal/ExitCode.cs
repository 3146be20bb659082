namespace FineTune.Terminal;

/// <summary>What the command ends with, and what launchers and shells go by.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>Something failed.</summary>
    public const int Failed = 1;

    /// <summary>Arguments or input are wrong.</summary>
    public const int WrongInput = 2;

    /// <summary>Everything is done and saved, but not pushed.</summary>
    public const int NotPushed = 3;

    /// <summary>It was interrupted.</summary>
    public const int Interrupted = 130;
}
