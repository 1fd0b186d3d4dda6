using System.Text.Json;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi.Finding;

/// <summary>What a look leaves for the next one, which may be another node's: tasks that are others' and need not be asked for again.</summary>
internal sealed record FinderNote(IReadOnlySet<string> Settled)
{
    private const int Most = 128;

    /// <summary>The note in a text; an empty one when it is none of ours.</summary>
    public static FinderNote Read(string? text)
    {
        try
        {
            var ids = text is null ? [] : JsonSerializer.Deserialize<string[]>(text) ?? [];
            return new FinderNote(ids.Where(id => JobId.Of(id) is not null).Take(Most).ToHashSet());
        }
        catch (JsonException)
        {
            return new FinderNote(new HashSet<string>());
        }
    }

    public FinderNote With(string id) =>
        Settled.Count < Most ? new FinderNote(new HashSet<string>(Settled) { id }) : this;

    public string Write() => JsonSerializer.Serialize(Settled.Order(StringComparer.Ordinal));
}
