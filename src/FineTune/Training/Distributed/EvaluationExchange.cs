using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>
/// The batches of an evaluation, which are those of one process, dealt out in turn: after each round everybody has what came of all, in the order of
/// the data. Loss and metrics are those of one process to the last bit.
/// </summary>
internal sealed class EvaluationExchange(ProcessGroup processes, bool isRehearsing)
{
    /// <summary>Gets whether metrics are computed here: functions that count or write do so once.</summary>
    public bool ComputesMetrics => processes.IsMain || isRehearsing;

    /// <summary>Gets how often fewer batches there are than in one process.</summary>
    public int Size => processes.Size;

    /// <summary>Gets whether any process has a batch.</summary>
    public bool Begin(bool has)
    {
        processes.Activity = "an evaluation";
        return processes.Any(has);
    }

    /// <summary>Ends one round.</summary>
    /// <param name="own">What this process predicted, or null when there was no batch left for it.</param>
    /// <param name="more">Whether there is another batch; for this process, and then for any.</param>
    /// <param name="cancellation">Ends the evaluation, for all.</param>
    /// <returns>What all predicted, in the order of the data.</returns>
    public IReadOnlyList<PredictedBatch> Round(PredictedBatch? own, ref bool more, CancellationToken cancellation)
    {
        if (processes.IsAlone)
        {
            return [own!];
        }

        Standing[] all = processes.Gather(new Standing { HasMore = more, IsCancelled = cancellation.IsCancellationRequested });
        if (Array.Exists(all, part => part.IsCancelled))
        {
            throw new AgreedCancellationException(cancellation);
        }

        more = Array.Exists(all, part => part.HasMore);
        byte[][] gathered = processes.GatherAll<byte>(own is null ? [] : PredictedBatchBytes.Of(own), "Lower per_device_eval_batch_size, or use prediction_loss_only.");
        return [.. gathered.Where(bytes => bytes.Length > 0).Select(PredictedBatchBytes.Read)];
    }

    /// <summary>Ends an evaluation that was cancelled before a round, where one process may end by itself.</summary>
    public void ThrowIfCancelled(CancellationToken cancellation)
    {
        if (processes.IsAlone)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Gives everybody the metrics that were computed.</summary>
    public IReadOnlyDictionary<string, double>? Share(IReadOnlyDictionary<string, double>? metrics)
    {
        if (processes.IsAlone || isRehearsing)
        {
            return metrics;
        }

        JsonArray? pairs = metrics is null ? null : new JsonArray([.. metrics.Select(pair => (JsonNode)new JsonArray(pair.Key, BitConverter.DoubleToInt64Bits(pair.Value)))]);
        string? text = processes.Share(pairs?.ToJsonString());
        if (text is null || processes.IsMain)
        {
            return metrics;
        }

        OrderedDictionary<string, double> shared = new(StringComparer.Ordinal);
        foreach (JsonNode? pair in JsonNode.Parse(text)!.AsArray())
        {
            shared[pair![0]!.GetValue<string>()] = BitConverter.Int64BitsToDouble(pair[1]!.GetValue<long>());
        }

        return shared;
    }

    private struct Standing
    {
        public bool HasMore;
        public bool IsCancelled;
    }
}
