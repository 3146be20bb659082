using System.Runtime.CompilerServices;

namespace FineTune.Testing;

/// <summary>Finds the small files made by the reference in <c>tests/Goldens</c>.</summary>
internal static class Golden
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string Path(params string[] parts) =>
        System.IO.Path.Combine([RepositoryRoot, "tests", "Goldens", .. parts]);

    public static string Text(params string[] parts) => File.ReadAllText(Path(parts));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        string? folder = System.IO.Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "FineTune.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("FineTune.slnx was not found above " + here);
    }
}
