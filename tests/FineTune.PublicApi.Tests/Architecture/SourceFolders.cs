using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace FineTune.PublicApi.Tests.Architecture;

/// <summary>Which source folder each type of an assembly is written in, read from its debug symbols.</summary>
internal sealed class SourceFolders
{
    private readonly Dictionary<Type, string> _folders = [];

    public SourceFolders(Assembly assembly)
    {
        string project = assembly.GetName().Name!;
        string root = Path.Combine(Golden.RepositoryRoot, "src", project);
        Dictionary<string, string> byFileName = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path).Split('.')[0])
            .Where(group => group.Count(path => Path.GetFileNameWithoutExtension(path) == group.Key) == 1)
            .ToDictionary(group => group.Key, group => FolderOf(root, group.OrderBy(path => path.Length).First()));
        using FileStream stream = File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        MetadataReader symbols = provider.GetMetadataReader();
        foreach (Type type in assembly.GetTypes())
        {
            string name = Outermost(type).Name.Split('`')[0];
            string? folder = byFileName.GetValueOrDefault(name) ?? FromSymbols(type, symbols, "/src/" + project + "/");
            if (folder is not null)
            {
                _folders[type] = folder;
            }
        }
    }

    /// <summary>Gets the first folder below the project, "" for the project's root, null for a type of another assembly.</summary>
    public string? this[Type type] => _folders.GetValueOrDefault(type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type);

    public IReadOnlyDictionary<Type, string> All => _folders;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string FolderOf(string root, string path)
    {
        string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        int slash = relative.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? string.Empty : relative[..slash];
    }

    private static string? FromSymbols(Type type, MetadataReader symbols, string marker)
    {
        string? document = DocumentOf(type, symbols);
        int at = document?.IndexOf(marker, StringComparison.Ordinal) ?? -1;
        return at < 0 ? null : FolderOf(marker, document![at..]);
    }

    private static string? DocumentOf(Type type, MetadataReader symbols)
    {
        const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (MethodBase method in type.GetMembers(Everything).OfType<MethodBase>())
        {
            MethodDebugInformationHandle handle = MetadataTokens.MethodDebugInformationHandle(method.MetadataToken & 0xFFFFFF);
            DocumentHandle document = symbols.GetMethodDebugInformation(handle).Document;
            if (!document.IsNil)
            {
                return symbols.GetString(symbols.GetDocument(document).Name).Replace('\\', '/');
            }
        }

        return null;
    }
}
