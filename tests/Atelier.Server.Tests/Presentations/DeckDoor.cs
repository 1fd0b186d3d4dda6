using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>Calls the presentation doors; every answer must have the documented shape.</summary>
internal static class DeckDoor
{
    public const string Image = "/api/ai/image";
    public const string Generate = Image + "/generate";
    public const string Regenerate = Image + "/regenerate";
    public const string Upscale = Image + "/upscale";
    public const string Edit = Image + "/edit";
    public const string Cut = Image + "/remove-background";

    public static TheoryData<string> Making => [Generate, Regenerate, Upscale, Edit, Cut];

    public static async Task<Answer> PostAsync(
        TestCaller caller,
        string door,
        string body,
        params (string, string)[] headers
    ) => Checked(await caller.PostAsync(door, body, headers));

    public static async Task<Answer> GetAsync(TestCaller caller, string path, params (string, string)[] headers) =>
        Checked(await caller.GetAsync(path, headers));

    /// <summary>A picture that is there at once.</summary>
    public static async Task<Answer> MakeAsync(
        TestCaller caller,
        DeckBody body,
        string door = Generate,
        params (string, string)[] headers
    )
    {
        var answer = await PostAsync(caller, door, body, headers);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }

    /// <summary>Id of the one picture.</summary>
    public static string ImageOf(Answer answer) =>
        Assert.Single(answer.At("data.images").EnumerateArray()).GetProperty("id").GetString()!;

    public static List<string> LossesOf(Answer answer) =>
        [
            .. answer
                .At("data.metadata.degradations")
                .EnumerateArray()
                .Select(loss => loss.GetProperty("code").GetString()!),
        ];

    /// <summary>The envelope's error with this status and code; <paramref name="fields"/> are the wrong ones, exactly.</summary>
    public static void IsError(Answer answer, int status, string code, params string[] fields)
    {
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Text}");
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal(code, answer.TextAt("error.code"));
        Assert.NotEmpty(answer.TextAt("error.message")!);
        var details = answer.At("error").TryGetProperty("details", out var found) ? found : default;
        var named =
            details.ValueKind == JsonValueKind.Object && details.TryGetProperty("fields", out var wrong)
                ? wrong.EnumerateArray().Select(field => field.GetProperty("field").GetString()!).ToList()
                : [];
        Assert.Equal(fields.Order(), named.Order());
        // The text alone names them too.
        Assert.All(fields, field => Assert.Contains(field, answer.TextAt("error.message"), StringComparison.Ordinal));
        var after = answer.At("error").TryGetProperty("retryAfter", out var seconds) ? $"{seconds}" : null;
        Assert.Equal(after, answer.Header("Retry-After"));
        Refusal.HidesOurselves(answer);
    }

    private static Answer Checked(Answer answer)
    {
        var json = answer.Json;
        var shape =
            json.TryGetProperty("generations", out _) ? "usage"
            : json.TryGetProperty("data", out _) && json.TryGetProperty("error", out _) ? "state"
            : json.TryGetProperty("data", out _) ? "answer"
            : "failure";
        var problems = AnswerSchema.Problems(shape, json);
        Assert.True(problems.Count == 0, $"{string.Join("; ", problems)}: {answer.Text}");
        return answer;
    }
}
