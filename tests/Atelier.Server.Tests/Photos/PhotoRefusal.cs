using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Photos;

/// <summary>What every refusal of a photo door must look like (requirement B-69).</summary>
internal static class PhotoRefusal
{
    public static void Is(Answer answer, int status, string code, string? message = null)
    {
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Text}");
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.False(answer.At("success").GetBoolean());
        Assert.Equal(["message", "code"], answer.At("error").EnumerateObject().Select(field => field.Name));
        Assert.Equal(code, answer.TextAt("error.code"));
        Assert.NotEmpty(answer.TextAt("error.message")!);
        if (message is not null)
        {
            Assert.Equal(message, answer.TextAt("error.message"));
        }

        Refusal.HidesOurselves(answer);
    }
}
