using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Server.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Atelier.Server.Tests.Photos;

/// <summary>The errors of the photo doors, each as it is written.</summary>
public sealed class PhotoErrorTests
{
    private const string Secret = "what only the log may hold";

    private static readonly Dictionary<ErrorCode, (int Status, string Code, string? Text)> Named = new()
    {
        [ErrorCode.MethodNotAllowed] = (405, "METHOD_NOT_ALLOWED", "Method not allowed"),
        [ErrorCode.NoFile] = (400, "NO_FILE", null),
        [ErrorCode.InvalidFileType] = (400, "INVALID_FILE_TYPE", null),
        [ErrorCode.FileTooLarge] = (413, "FILE_TOO_LARGE", null),
        [ErrorCode.MaliciousFile] = (400, "MALICIOUS_FILE", null),
        [ErrorCode.InvalidSession] = (400, "INVALID_SESSION", null),
        [ErrorCode.SessionNotFound] = (404, "SESSION_NOT_FOUND", null),
        [ErrorCode.InvalidTask] = (400, "INVALID_TASK", null),
        [ErrorCode.TaskNotFound] = (404, "TASK_NOT_FOUND", null),
        [ErrorCode.FileNotFound] = (404, "FILE_NOT_FOUND", null),
        [ErrorCode.InvalidStyle] = (400, "INVALID_STYLE", null),
        [ErrorCode.QuotaExceeded] = (429, "DAILY_LIMIT_EXCEEDED", "Daily generation limit exceeded"),
        [ErrorCode.RateLimited] = (429, "RATE_LIMITED", null),
        [ErrorCode.ProviderUnavailable] = (503, "NO_PROVIDER", "AI services temporarily unavailable"),
        [ErrorCode.BudgetExceeded] = (503, "NO_PROVIDER", "AI services temporarily unavailable"),
        [ErrorCode.ContentPolicy] = (422, "CONTENT_POLICY", null),
        [ErrorCode.Unauthorized] = (401, "UNAUTHORIZED", null),
        [ErrorCode.Internal] = (500, "INTERNAL_ERROR", "Internal server error"),
        [ErrorCode.InsufficientCredits] = (402, "INSUFFICIENT_CREDITS", null),
    };

    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    [Trait("Requirement", "B-69")]
    public async Task Write_AnyCode_HasTheEnvelopeAndNothingOfAnException(ErrorCode code)
    {
        var error = new AtelierException(code, "Our words.", new InvalidOperationException(Secret));

        var (context, body) = await WriteAsync(error, Environments.Production);

        var facts = ErrorFacts.Of(code);
        var (status, wire, text) = Named.GetValueOrDefault(
            code,
            (facts.Status, facts.Wire.ToUpperInvariant(), "Our words.")
        );
        Assert.Equal((status, "application/json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal(["success", "error"], body.EnumerateObject().Select(field => field.Name));
        Assert.False(body.GetProperty("success").GetBoolean());
        var inner = body.GetProperty("error");
        Assert.Equal(["message", "code"], inner.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            (text ?? "Our words.", wire),
            (inner.GetProperty("message").GetString(), inner.GetProperty("code").GetString())
        );
        Assert.DoesNotContain(Secret, body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(wire == "NO_PROVIDER", context.Response.Headers.RetryAfter.Count > 0);
        Assert.Equal(status >= 500, context.Response.Headers.ContainsKey("X-Request-Id"));
    }

    [Fact]
    [Trait("Requirement", "B-69")]
    public async Task Write_ForDevelopment_AddsDetailsButNoExceptionText()
    {
        var error = new AtelierException(ErrorCode.Internal, "Our words.", new InvalidOperationException(Secret))
        {
            Details = new Dictionary<string, object> { ["credits_needed"] = 2.5m },
        };

        var (_, body) = await WriteAsync(error, Environments.Development);

        var inner = body.GetProperty("error");
        Assert.Equal("Internal server error", inner.GetProperty("message").GetString());
        var details = inner.GetProperty("details");
        Assert.Equal("Our words.", details.GetProperty("reason").GetString());
        Assert.Equal(2.5m, details.GetProperty("facts").GetProperty("credits_needed").GetDecimal());
        Assert.DoesNotContain(Secret, body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-69")]
    public void CodeOf_WordsThatNobodyKnows_AreTheUnknownError()
    {
        Assert.Equal(
            ("UNKNOWN_ERROR", "Unknown error occurred"),
            (PhotoError.CodeOf(wire: null), PhotoError.UnknownText)
        );
        Assert.Equal("UNKNOWN_ERROR", PhotoError.CodeOf("of an older version"));
        Assert.Equal("NO_PROVIDER", PhotoError.CodeOf("provider_unavailable"));
    }

    [Theory]
    [InlineData("/api/upload", true)]
    [InlineData("/API/Generate", true)]
    [InlineData("/api/status/x", true)]
    [InlineData("/api/files/x", true)]
    [InlineData("/api/sessions/x/y", true)]
    [InlineData("/api/ai/image/generate", false)]
    [InlineData("/api/uploads", false)]
    [InlineData("/admin/api/usage", false)]
    public void IsDoor_OnlyPathsOfThePhotoService(string path, bool expected) =>
        Assert.Equal(expected, PhotoError.IsDoor(path));

    private static async Task<(HttpContext Context, JsonElement Body)> WriteAsync(
        AtelierException error,
        string environment
    )
    {
        var services = new ServiceCollection().AddSingleton<IHostEnvironment>(new Place(environment));
        await using var provider = services.BuildServiceProvider();
        using var stream = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = provider };
        context.Request.Path = "/api/generate";
        context.Response.Body = stream;
        await ErrorAnswer.WriteAsync(context, error);
        return (context, JsonSerializer.Deserialize<JsonElement>(stream.ToArray()));
    }

    private sealed class Place(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Atelier";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
