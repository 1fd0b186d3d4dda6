using System.Text.Json;

namespace Atelier.Server.Tests.Serving;

/// <summary>Finds every address in an answer, wherever it stands.</summary>
internal static class AnswerUrls
{
    public static IEnumerable<string> Of(Answer answer) => Of(answer.Json);

    public static IEnumerable<string> Of(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Of(member.Value)),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Of),
            JsonValueKind.String when json.GetString()!.Contains("/v1/images/", StringComparison.Ordinal) =>
            [
                json.GetString()!,
            ],
            _ => [],
        };
}
