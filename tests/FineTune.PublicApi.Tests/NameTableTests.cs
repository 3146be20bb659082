using System.Reflection;
using System.Text.RegularExpressions;

namespace FineTune.PublicApi.Tests;

public sealed partial class NameTableTests
{
    public static IEnumerable<object[]> Names => Rows().SelectMany(row => Name().Matches(row.Split('|')[2]))
        .Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct().Select(name => new object[] { name.Item1, name.Item2 });

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_in_the_guide_exists(string type, string member)
    {
        Type? found = new[] { "FineTune.Tensors", "FineTune.Tokenizers", "FineTune" }
            .SelectMany(assembly => Assembly.Load(assembly).GetExportedTypes()).FirstOrDefault(exported => exported.Name == type);

        Assert.True(found is not null, $"no public type {type}");
        Assert.Contains(member, Members(found));
    }

    [Fact]
    public void The_guide_has_a_table() => Assert.True(Rows().Count() > 40);

    private static IEnumerable<string> Members(Type type) => type.GetMembers(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
        .Where(member => member is not MethodBase { IsPrivate: true } and not MethodBase { IsAssembly: true })
        .Select(member => member.Name);

    private static IEnumerable<string> Rows() => File.ReadLines(Path.Combine(Golden.RepositoryRoot, "docs", "guides", "from-transformers.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal) || line.StartsWith("| a ", StringComparison.Ordinal));

    [GeneratedRegex(@"`([A-Z]\w+)\.([A-Z]\w+)`")]
    private static partial Regex Name();
}
