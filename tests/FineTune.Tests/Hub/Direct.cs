namespace FineTune.Tests.Hub;

/// <summary>Reports at once, on the thread that reports, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Direct<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
