namespace FineTune.Data;

/// <content>Data sets that cannot be pushed.</content>
internal static partial class DataError
{
    public static ArgumentException BadPushedConfig(string name) => new(
        $"config_name cannot be '{name}'. Choose another name for the configuration: any but \"data\", without < > : / \\ | ? and *.");

    public static ArgumentException NothingToPush() => new("There is no split to push. Give the DatasetDict at least one, such as \"train\".");

    public static ArgumentException UnknownShardedSplit(string split, IReadOnlyList<string> splits) => new(
        $"numShards names the split \"{split}\"; the splits are {List(splits)}.{Suggest(split, splits)}");

    public static ArgumentException PushedSplitsDiffer(string first, Features firstFeatures, string other, Features otherFeatures) => new(
        $"All splits of a configuration have the same features, but \"{first}\" has {firstFeatures} and \"{other}\" has {otherFeatures}. "
        + "Convert one of them with CastColumn or SelectColumns, or push them as configurations of different names.");

    public static ArgumentException PushedFeaturesDiffer(Features pushed, IReadOnlyList<string> others, Features present) => new(
        $"Features of the new split don't match the features of the existing splits on the hub: {pushed} != {present} (of {List(others)}). "
        + "Convert the columns with CastColumn or SelectColumns, push it as another configuration (configName), or push all splits together as a DatasetDict.");

    public static ArgumentException DefaultIsNamed(string config) => new(
        $"There exists a configuration named 'default', so '{config}' cannot be the default one. Rename the 'default' one first, or leave SetDefault out.");
}
