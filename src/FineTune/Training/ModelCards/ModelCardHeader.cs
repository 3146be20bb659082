using FineTune.Hub;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FineTune.Training;

/// <summary>The metadata at the top of a model card, in YAML between two lines of dashes.</summary>
internal sealed class ModelCardHeader
{
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
        CardText text = CardText.Split(card.Replace("\r\n", "\n", StringComparison.Ordinal));
        return (text.HasMetadata ? new ModelCardHeader(YamlText.ReadMap(text.Yaml) ?? []) : null, text.Body);
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
            _root.Children[YamlText.Scalar(key)] = YamlText.List(values.Select(YamlText.Scalar));
        }
    }

    /// <summary>Says what was measured on which data: a result for each data set and task, none without metrics.</summary>
    public void SetResults(string modelName, IReadOnlyList<(string Tag, string Name)> tasks, IReadOnlyList<(string Tag, string Name, string? Args)> datasets, IReadOnlyList<(string Tag, string Name, double Value)> metrics)
    {
        IEnumerable<YamlNode> results = metrics.Count == 0 ? [] :
            from task in tasks
            from dataset in datasets
            select (YamlNode)YamlText.Map(
                ("task", YamlText.Map(("name", YamlText.Scalar(task.Name)), ("type", YamlText.Scalar(task.Tag)))),
                ("dataset", YamlText.Map(("name", YamlText.Scalar(dataset.Name)), ("type", YamlText.Scalar(dataset.Tag)), ("args", dataset.Args is null ? null : YamlText.Scalar(dataset.Args)))),
                ("metrics", YamlText.List(metrics.Select(metric =>
                    YamlText.Map(("name", YamlText.Scalar(metric.Name)), ("type", YamlText.Scalar(metric.Tag)), ("value", YamlText.Number(metric.Value)))))));
        _root.Children[YamlText.Scalar("model-index")] = YamlText.List([YamlText.Map(("name", YamlText.Scalar(modelName)), ("results", YamlText.List(results)))]);
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
    public override string ToString() => $"---\n{YamlText.Write(_root)}---\n";

    private YamlNode? Find(string key) => _root.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;
}
