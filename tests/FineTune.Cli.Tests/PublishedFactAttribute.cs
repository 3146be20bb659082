namespace FineTune.Cli.Tests;

/// <summary>A test of a published program, skipped where none is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedFactAttribute : FactAttribute
{
    public PublishedFactAttribute() => Skip = TestedProgram.Published is null ? "FINETUNE_TEST_PROGRAM names no published program" : null;
}
