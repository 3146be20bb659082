using System.Reflection;

namespace FineTune.PublicApi.Tests.Architecture;

/// <summary>ARCHITECTURE.md's arrows, read off the compiled assemblies.</summary>
public sealed class ArchitectureTests
{
    // Each folder may use those before it and itself. "" is the root of a project: its nouns (Tensor, Shape, ...), open to all of it.
    private static readonly Dictionary<string, string[][]> Layers = new()
    {
        ["FineTune.Tensors"] = [["Runtime"], ["Kernels"], ["Random"], ["Autograd"], ["Nn"], ["Optim"]],
        ["FineTune"] = [["Python", "Terminal"], ["Hub"], ["Data"], ["Models"], ["Metrics"], ["Training"], ["Classification"]],
    };

    public static TheoryData<string> Projects => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_uses_one_that_stands_after_it(string project)
    {
        SourceFolders folders = new(Assembly.Load(project));
        Dictionary<string, int> rank = Layers[project].SelectMany((layer, i) => layer.Select(folder => (folder, i))).ToDictionary();

        List<string> backward = [];
        foreach ((Type type, string folder) in folders.All)
        {
            foreach (Type used in TypeReferences.Of(type))
            {
                if (folders[used] is { } target && rank.TryGetValue(folder, out int from) && rank.TryGetValue(target, out int to) && to > from)
                {
                    backward.Add($"{folder}/{type.Name} -> {target}/{used.Name}");
                }
            }
        }

        Assert.Empty(backward.Distinct().Order());
    }

    [Fact]
    public void The_reader_sees_a_call_made_inside_a_method_body()
    {
        Assembly engine = Assembly.Load("FineTune.Tensors");
        Type sink = engine.GetType("FineTune.Autograd.GradientSink", throwOnError: true)!;

        IEnumerable<string?> folders = TypeReferences.Of(sink).Select(type => new SourceFolders(engine)[type]);

        Assert.Contains("Kernels", folders);
    }

    [Theory]
    [InlineData("FineTune.Tensors")]
    [InlineData("FineTune.Tokenizers")]
    public void The_lower_assemblies_stand_alone(string project)
    {
        IEnumerable<string> references = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith("FineTune", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FineTune.Tensors")]
    [InlineData("FineTune.Tokenizers")]
    [InlineData("FineTune")]
    public void Every_public_type_is_in_the_one_namespace(string project)
    {
        IEnumerable<Type> elsewhere = Assembly.Load(project).GetExportedTypes().Where(type => type.Namespace != "FineTune");

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Every_folder_of_the_engine_and_of_the_product_has_a_place_in_the_order()
    {
        foreach ((string project, string[][] layers) in Layers)
        {
            IEnumerable<string> folders = new DirectoryInfo(Path.Combine(Golden.RepositoryRoot, "src", project)).GetDirectories()
                .Select(folder => folder.Name).Except(["bin", "obj", "IO", "Properties"]);

            Assert.Subset(layers.SelectMany(layer => layer).ToHashSet(), folders.ToHashSet());
        }
    }
}
