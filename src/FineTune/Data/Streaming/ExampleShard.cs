namespace FineTune.Data;

/// <summary>Opens a shard, such as a file, and gives its examples after the first <paramref name="skip"/>. Nothing is open before or after.</summary>
internal delegate IEnumerable<Example> ExampleShard(long skip);
