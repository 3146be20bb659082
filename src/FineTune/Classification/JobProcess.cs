using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Classification;

/// <summary>One process of a job.</summary>
/// <param name="Rank">Its number, from 0.</param>
/// <param name="Host">Its machine.</param>
/// <param name="LocalRank">Its number among those of its machine.</param>
/// <param name="Threads">How many threads it computes with.</param>
internal sealed record JobProcess(int Rank, string Host, int LocalRank, int Threads)
{
    public JsonObject ToJson() => new() { ["rank"] = Rank, ["host"] = Host, ["local_rank"] = LocalRank, ["threads"] = Threads };

    public string ToText() => string.Create(
        CultureInfo.InvariantCulture, $"  rank {Rank}: {Host}, number {LocalRank} there, {Threads} thread{(Threads == 1 ? string.Empty : "s")}");
}
