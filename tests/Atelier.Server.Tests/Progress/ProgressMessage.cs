using System.Text.Json;
using Atelier.Server.Tests.Presentations;

namespace Atelier.Server.Tests.Progress;

/// <summary>A message of the stream.</summary>
internal sealed record ProgressMessage(string Type, JsonElement Data)
{
    public bool IsReady => Type == "PROGRESS_READY";

    public Guid Generation => IsReady ? Guid.Empty : Data.GetProperty("generationId").GetGuid();

    public string Status => Text("status")!;

    public string? Stage => Text("stage");

    public string? Reason => Text("reason");

    public int Progress => Data.GetProperty("progress").GetInt32();

    public long Seq => Data.GetProperty("seq").GetInt64();

    public bool IsTick => Data.TryGetProperty("tick", out _);

    public bool IsEnd => !IsReady && Status is "complete" or "failed";

    public int? Remaining => Data.TryGetProperty("estimatedTimeRemaining", out var left) ? left.GetInt32() : null;

    /// <summary>Every message has the documented shape, and a preview its label.</summary>
    public static ProgressMessage Read(JsonElement json)
    {
        var message = new ProgressMessage(json.GetProperty("type").GetString()!, json.GetProperty("data"));
        Assert.Empty(AnswerSchema.Problems(message.IsReady ? "ready" : "progress", json));
        Assert.Equal(message.Text("preview") is null, message.Text("previewKind") is null);
        return message;
    }

    public string? Text(string name) => Data.TryGetProperty(name, out var value) ? value.GetString() : null;

    public JsonElement At(string path) => path.Split('.').Aggregate(Data, (element, name) => element.GetProperty(name));
}
