using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FineTune.Training;

/// <summary>The metadata at the top of a model card, in YAML between two lines of dashes.</summary>
internal sealed class ModelCardHeader
{
    private const string Fence = "---\n";
    private static readonly string[] s_measured = ["metrics", "model-index"];
    private readonly YamlMappingNode _root;

    private ModelCardHeader(YamlMappingNode root) => _root = root;

    public ModelCardHeader()
        : this([])
    {
    }

    /// <summary>Gets the tags.</summary>
    public IReadOnlyList<string> Tags => Find("tags") switch
    {
        YamlSequenceNode list => [.. list.Children.OfType<YamlScalarNode>().Select(node => node.Value ?? string.Empty)],
        YamlScalarNode { Value: { } tag } => [tag],
        _ => [],
    };

    /// <summary>Splits a card into its header, or null, and what follows.</summary>
    /// <exception cref="YamlException">The header is no YAML.</exception>
    public static (ModelCardHeader? Header, string Body) Split(string card)
    {
        string text = card.Replace("\r\n", "\n", StringComparison.Ordinal);
        int end = text.StartsWith(Fence, StringComparison.Ordinal) ? text.IndexOf("\n" + Fence, Fence.Length - 1, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return (null, text);
        }

        YamlStream stream = [];
        stream.Load(new StringReader(text[Fence.Length..(end + 1)]));
        YamlMappingNode root = stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode map ? map : [];
        return (new ModelCardHeader(root), text[(end + 1 + Fence.Length)..]);
    }

    public void Set(string key, string? value)
    {
        if (value is not null)
        {
            _root.Children[YamlText.Scalar(key)] = YamlText.Scalar(value);
        }
    }

    public void Set(string key, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            _root.Children[YamlText.Scalar(key)] = new YamlSequenceNode(values.Select(YamlText.Scalar));
        }
    }

    /// <summary>Says what was measured on which data: a result for each data set and task, none without metrics.</summary>
    public void SetResults(string modelName, IReadOnlyList<(string Tag, string Name)> tasks, IReadOnlyList<(string Tag, string Name, string? Args)> datasets, IReadOnlyList<(string Tag, string Name, double Value)> metrics)
    {
        IEnumerable<YamlNode> results = metrics.Count == 0 ? [] :
            from task in tasks
            from dataset in datasets
            select (YamlNode)Map(
                ("task", Map(("name", YamlText.Scalar(task.Name)), ("type", YamlText.Scalar(task.Tag)))),
                ("dataset", Map(("name", YamlText.Scalar(dataset.Name)), ("type", YamlText.Scalar(dataset.Tag)), ("args", dataset.Args is null ? null : YamlText.Scalar(dataset.Args)))),
                ("metrics", new YamlSequenceNode(metrics.Select(metric =>
                    Map(("name", YamlText.Scalar(metric.Name)), ("type", YamlText.Scalar(metric.Tag)), ("value", Number(metric.Value)))))));
        YamlSequenceNode list = new(results);
        list.Style = list.Children.Count == 0 ? YamlDotNet.Core.Events.SequenceStyle.Flow : YamlDotNet.Core.Events.SequenceStyle.Block;
        _root.Children[YamlText.Scalar("model-index")] = new YamlSequenceNode(Map(("name", YamlText.Scalar(modelName)), ("results", list)));
    }

    /// <summary>Takes over what another header says that this one does not, but for what was measured; its tags come after this one's.</summary>
    public void Merge(ModelCardHeader other)
    {
        Set("tags", [.. Tags.Union(other.Tags, StringComparer.Ordinal)]);
        foreach ((YamlNode key, YamlNode value) in other._root.Children)
        {
            if (!s_measured.Contains((key as YamlScalarNode)?.Value))
            {
                _root.Children.TryAdd(key, value);
            }
        }
    }

    /// <summary>Writes it with its lines of dashes.</summary>
    public override string ToString()
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(_root)).Save(text, assignAnchors: false);
        string yaml = text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        return Fence + (yaml.EndsWith("...\n", StringComparison.Ordinal) ? yaml[..^4] : yaml) + Fence;
    }

    private YamlNode? Find(string key) => _root.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    /// <summary>A number that every reader takes for one: with a point before the exponent.</summary>
    private static YamlScalarNode Number(double value)
    {
        string text = double.IsNaN(value) ? ".nan" : double.IsInfinity(value) ? (value > 0 ? ".inf" : "-.inf") : PythonNumber.Repr(value);
        int exponent = text.IndexOf('e', StringComparison.Ordinal);
        bool needsPoint = exponent > 0 && !text.Contains('.', StringComparison.Ordinal);
        return new YamlScalarNode(needsPoint ? text.Insert(exponent, ".0") : text) { Style = ScalarStyle.Plain };
    }

    private static YamlMappingNode Map(params ReadOnlySpan<(string Key, YamlNode? Value)> entries)
    {
        YamlMappingNode map = [];
        foreach ((string key, YamlNode? value) in entries)
        {
            if (value is not null)
            {
                map.Add(YamlText.Scalar(key), value);
            }
        }

        return map;
    }
}
