namespace Atelier.Server.Tests.Serving;

/// <summary>What every refusal must look like, in the shape of its door.</summary>
internal static class Refusal
{
    /// <summary>ProblemDetails with this status and code, and exactly these wrong fields.</summary>
    public static void IsProblem(Answer answer, int status, string code, params string[] fields)
    {
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Text}");
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        Assert.Equal(status, answer.At("status").GetInt32());
        Assert.Equal(code, answer.TextAt("code"));
        Assert.NotEmpty(answer.TextAt("title")!);
        Assert.NotEmpty(answer.TextAt("detail")!);
        Assert.NotEmpty(answer.TextAt("request_id")!);
        Assert.Equal($"/docs/errors#{code}", answer.TextAt("type"));
        if (fields.Length == 0)
        {
            Assert.False(answer.Json.TryGetProperty("errors", out _), answer.Text);
            return;
        }

        var errors = answer.At("errors").EnumerateArray().ToList();
        Assert.Equal(fields.Order(), errors.Select(error => error.GetProperty("field").GetString()).Order());
        Assert.All(errors, error => Assert.NotEmpty(error.GetProperty("message").GetString()!));
        HidesOurselves(answer);
    }

    /// <summary>OpenAI's error with this status and code; <paramref name="field"/> is its param.</summary>
    public static void IsOpenAi(Answer answer, int status, string code, string? field = null)
    {
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Text}");
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal(code, answer.TextAt("error.code"));
        Assert.Equal(field, answer.TextAt("error.param"));
        Assert.NotEmpty(answer.TextAt("error.message")!);
        Assert.NotEmpty(answer.TextAt("error.type")!);
        Assert.NotEmpty(answer.TextAt("error.request_id")!);
        HidesOurselves(answer);
    }

    /// <summary>Refused by whichever door it was, in its shape, naming this one field.</summary>
    public static void IsOf(string door, Answer answer, int status, string code, string? field = null)
    {
        if (
            door.StartsWith("/v1/images", StringComparison.Ordinal)
            || door.StartsWith("/v1/models", StringComparison.Ordinal)
        )
        {
            IsOpenAi(answer, status, code, field);
        }
        else
        {
            IsProblem(answer, status, code, field is null ? [] : [field]);
        }
    }

    public static void HidesOurselves(Answer answer)
    {
        string[] inside = ["Exception", "   at ", "Npgsql", "SELECT ", "atelier.", "/src/", ".cs:"];
        Assert.All(inside, word => Assert.DoesNotContain(word, answer.Text, StringComparison.Ordinal));
    }
}
