using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires;

/// <summary>An answer before it is sent; more than one chunk is a stream.</summary>
internal sealed record Reply(int Status, string ContentType, IReadOnlyList<byte[]> Chunks)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Sent only when this has ended.</summary>
    public EmulatedTask? Until { get; init; }

    /// <summary>Chunks that are sent before it waits, where nothing goes wrong.</summary>
    public int Early { get; init; }

    /// <summary>The longest it waits for that; null waits for ever.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Sent in its place once it has waited; null sends it as it is.</summary>
    public Func<Reply>? Afterwards { get; init; }

    public static Reply Json<T>(int status, T value) => new(status, "application/json", [JsonText.Write(value)]);
}
