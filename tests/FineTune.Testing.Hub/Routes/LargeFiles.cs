using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Large files on their way in: where to put them, in one piece or in parts, and whether they have arrived.</summary>
internal sealed class LargeFiles(HubState state)
{
    private readonly Dictionary<string, Upload> _uploads = [];

    public Answer Route(Exchange exchange, RepositoryKind kind, string id, string word) => word switch
    {
        "batch" => Batch(exchange, kind, id),
        "verify" => Verify(exchange, kind, id),
        _ => throw HubState.NoSuchPage(),
    };

    /// <summary>Takes a file or a part of one.</summary>
    public Answer Receive(Exchange exchange, string key)
    {
        Upload upload = _uploads.GetValueOrDefault(key) ?? throw new Rejection(404, "NoSuchUpload");
        string tag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(exchange.Body))}\"";
        if (exchange.QueryValue("partNumber") is { } number)
        {
            upload.Parts[int.Parse(number, CultureInfo.InvariantCulture)] = (exchange.Body, tag);
        }
        else
        {
            Finish(upload, exchange.Body);
        }

        return new Answer(200) { Headers = { ["ETag"] = tag } };
    }

    public Answer CompleteParts(Exchange exchange)
    {
        state.Urls.Check(exchange);
        Upload upload = _uploads.GetValueOrDefault(exchange.QueryValue("uploadId") ?? "") ?? throw new Rejection(404, "NoSuchUpload");
        JsonObject body = exchange.Json();
        IEnumerable<(int, string)> given = (body["parts"] as JsonArray ?? []).Select(part => ((int)part!["partNumber"]!, (string)part["etag"]!));
        if ((string?)body["oid"] != upload.Oid || !given.Order().SequenceEqual(upload.Parts.Select(part => (part.Key, part.Value.Tag))))
        {
            throw new Rejection(400, "InvalidPart");
        }

        Finish(upload, [.. upload.Parts.Values.SelectMany(part => part.Content)]);
        return Answer.Json(new JsonObject { ["success"] = true });
    }

    private Answer Batch(Exchange exchange, RepositoryKind kind, string id)
    {
        JsonObject body = exchange.Json();
        bool isDownload = (string?)body["operation"] == "download";
        state.Access.Open(exchange, kind, id, files: isDownload);
        // Whoever may open a pull request may upload; only the role of the token counts.
        if (!isDownload && exchange.Caller?.Role != "write")
        {
            throw new Rejection(exchange.Caller is null ? 401 : 403, "Forbidden: you must use a write token to upload to a repository.");
        }

        bool mayPart = body["transfers"] is JsonArray transfers && transfers.Any(transfer => (string?)transfer == "multipart");
        string verify = $"{state.PublicUrl}/{kind.Prefix()}{id}.git/info/lfs/objects/verify";
        JsonObject[] objects = [.. body["objects"]!.AsArray().Select(item => isDownload ? ForDownload((string)item!["oid"]!, (long)item["size"]!) : ForUpload((string)item!["oid"]!, (long)item["size"]!, mayPart, verify))];
        bool isParted = objects.Any(item => item["actions"]?["upload"]?["header"]?["chunk_size"] is not null);
        Answer answer = Answer.Json(new JsonObject { ["transfer"] = isParted ? "multipart" : "basic", ["objects"] = new JsonArray([.. objects]) });
        answer.Headers["Content-Type"] = "application/vnd.git-lfs+json";
        return answer;
    }

    private JsonObject ForDownload(string oid, long size) => new()
    {
        ["oid"] = oid,
        ["size"] = size,
        [state.Objects.Has(oid) ? "actions" : "error"] = state.Objects.Has(oid)
            ? new JsonObject { ["download"] = new JsonObject { ["href"] = state.Urls.Sign(state.CdnUrl, $"/objects/{oid}") } }
            : new JsonObject { ["code"] = 404, ["message"] = "Object does not exist" },
    };

    private JsonObject ForUpload(string oid, long size, bool mayPart, string verify)
    {
        JsonObject answer = new() { ["oid"] = oid, ["size"] = size };
        if (size <= 0 || oid.Length != 64 || !oid.All(char.IsAsciiHexDigitLower))
        {
            answer["error"] = new JsonObject { ["code"] = 422, ["message"] = "Invalid object" };
        }
        else if (!state.Objects.Has(oid))
        {
            string key = StoredFile.Sha1Of($"{oid} {_uploads.Count}");
            _uploads[key] = new(oid, size);
            answer["authenticated"] = true;
            answer["actions"] = new JsonObject
            {
                ["upload"] = mayPart && size > state.Settings.MultipartThreshold ? InParts(key, size) : new JsonObject { ["href"] = state.Urls.Sign(state.CdnUrl, $"/upload/{key}"), ["header"] = new JsonObject() },
                ["verify"] = new JsonObject { ["href"] = verify, ["header"] = new JsonObject() },
            };
        }

        return answer;
    }

    private JsonObject InParts(string key, long size)
    {
        long chunk = state.Settings.PartSize;
        JsonObject header = new() { ["chunk_size"] = chunk.ToString(CultureInfo.InvariantCulture) };
        for (int number = 1; (number - 1) * chunk < size; number++)
        {
            header[number.ToString("00000", CultureInfo.InvariantCulture)] = state.Urls.Sign(state.CdnUrl, $"/upload/{key}", ("partNumber", number.ToString(CultureInfo.InvariantCulture)));
        }

        return new() { ["href"] = state.Urls.Sign(state.PublicUrl, "/api/complete_multipart", ("uploadId", key)), ["header"] = header };
    }

    private Answer Verify(Exchange exchange, RepositoryKind kind, string id)
    {
        state.Access.Open(exchange, kind, id);
        JsonObject body = exchange.Json();
        byte[] content = state.Objects.Find((string?)body["oid"] ?? "") ?? throw new Rejection(404, "The object does not exist");
        return content.Length == (long?)body["size"] ? Answer.Json(new JsonObject { ["message"] = "ok" }) : throw new Rejection(422, "The size does not match");
    }

    private void Finish(Upload upload, byte[] content)
    {
        if (content.Length != upload.Size || StoredFile.Sha256Of(content) != upload.Oid)
        {
            throw new Rejection(400, "The uploaded content does not match its sha256 and size");
        }

        state.Objects.Add(content, isLarge: true);
    }

    private sealed record Upload(string Oid, long Size)
    {
        public SortedDictionary<int, (byte[] Content, string Tag)> Parts { get; } = [];
    }
}
