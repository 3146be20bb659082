namespace FineTune.PublicApi.Tests.Extending;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("finetune-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
