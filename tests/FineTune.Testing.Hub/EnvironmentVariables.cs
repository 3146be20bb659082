namespace FineTune.Testing;

/// <summary>Sets environment variables of the process, and puts them back.</summary>
public sealed class EnvironmentVariables : IDisposable
{
    private readonly (string Name, string? Value)[] _before;

    /// <param name="variables">The variables; null takes one away.</param>
    public EnvironmentVariables(params (string Name, string? Value)[] variables)
    {
        _before = Array.ConvertAll(variables, variable => (variable.Name, Environment.GetEnvironmentVariable(variable.Name)));
        Set(variables);
    }

    public void Dispose() => Set(_before);

    private static void Set((string Name, string? Value)[] variables)
    {
        foreach ((string name, string? value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
