namespace FineTune.Cli.Tests;

/// <summary>Tests that set the process's environment variables run after all others, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HubEnvironmentCollection
{
    public const string Name = "hub environment";
}
