namespace FineTune.Runtime;

/// <summary>
/// A piece of work that can be split by index; a struct (a ref struct with spans too), so that handing it over allocates nothing.
/// </summary>
internal interface IJob
{
    /// <summary>Does items <paramref name="start"/> to <paramref name="end"/> - 1. Items must not depend on one another.</summary>
    void Run(int start, int end);
}
