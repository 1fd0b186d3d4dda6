using System.Diagnostics;
using System.Text.Json;
using Atelier.Server.Logs;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Server.Tests.Wall;

public sealed class LogLineTests
{
    [Theory]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "error")]
    [Trait("Requirement", "B-70")]
    public void Write_Json_IsOneObjectWithEverything(LogLevel level, string word)
    {
        using var activity = new Activity("test").Start();
        var failure = Thrown(new InvalidOperationException("it broke\nhere"));

        var text = Write(
            LogFormat.Json,
            level,
            "Made 3 of \"4\"\nlines",
            failure,
            ("Count", 3),
            ("Name", "x"),
            ("None", null)
        );

        Assert.Equal(1, text.Count(letter => letter == '\n'));
        var line = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(word, line.GetProperty("level").GetString());
        Assert.Equal("Made 3 of \"4\"\nlines", line.GetProperty("message").GetString());
        Assert.Equal(new FakeTimeProvider().GetUtcNow(), line.GetProperty("timestamp").GetDateTimeOffset());
        Assert.Equal(activity.TraceId.ToString(), line.GetProperty("traceId").GetString());
        var metadata = line.GetProperty("metadata");
        Assert.Equal("Atelier.Test", metadata.GetProperty("category").GetString());
        Assert.Equal(3, metadata.GetProperty("count").GetInt32());
        Assert.Equal("x", metadata.GetProperty("name").GetString());
        var error = line.GetProperty("error");
        Assert.Equal("System.InvalidOperationException", error.GetProperty("name").GetString());
        Assert.Equal("it broke\nhere", error.GetProperty("message").GetString());
        Assert.Contains(nameof(Thrown), error.GetProperty("stack").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_JsonWithoutError_HasNone()
    {
        var line = JsonSerializer.Deserialize<JsonElement>(Write(LogFormat.Json, LogLevel.Information, "ready", null));

        Assert.False(line.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("GET /x\n{\"level\":\"info\",\"message\":\"forged\"}")]
    [InlineData("a\r\n12:00:00 info forged")]
    [InlineData("\u001b[2J\u001b[31mforged")]
    [InlineData("a\u0085b")]
    public void Write_WordsOfACaller_MakeNoLineOfTheirOwn(string words)
    {
        foreach (var format in Enum.GetValues<LogFormat>())
        {
            var text = Write(format, LogLevel.Information, words, null, ("Path", words));

            Assert.Equal(1, text.Count(letter => letter == '\n'));
            Assert.DoesNotContain('\u001b', text);
            Assert.DoesNotContain('\r', text);
        }
    }

    [Theory]
    [InlineData("key atl_AbCdEf0123456789-_x failed", "AbCdEf")]
    [InlineData("ticket tkt_AbCdEf0123456789", "AbCdEf")]
    [InlineData("secret whsec_AbCdEf01+/23=", "AbCdEf")]
    [InlineData("key sk-proj-AbCdEf0123456789", "AbCdEf")]
    [InlineData("Authorization: Bearer AbCdEf", "AbCdEf")]
    [InlineData("authorization=bearer AbCdEf", "AbCdEf")]
    [InlineData("Authorization: Basic AbCdEf==", "AbCdEf")]
    [InlineData("GET /v1/images/1/original?exp=1&kid=2&sig=AbCdEf", "AbCdEf")]
    [InlineData("GET /events?ticket=AbCdEf&x=1", "AbCdEf")]
    [InlineData("Cookie: atelier_session=AbCdEf; other=1", "AbCdEf")]
    [InlineData("atelier_guest=AbCdEf", "AbCdEf")]
    [InlineData("X-Api-Key: AbCdEf", "AbCdEf")]
    [InlineData("Host=db;Username=a;Password=AbCdEf;Database=x", "AbCdEf")]
    [InlineData("POST /v1/callbacks/legnext/01931c00-0000-7000-8000-000000000000/AbCdEf", "AbCdEf")]
    [InlineData("the provider's own: own-secret-1234", "own-secret-1234")]
    public void Write_Secret_IsBlackedOut(string text, string secret)
    {
        var failure = new InvalidOperationException(text);
        foreach (var format in Enum.GetValues<LogFormat>())
        {
            var line = Write(format, LogLevel.Error, text, failure, ("Value", text));

            Assert.DoesNotContain(secret, line, StringComparison.Ordinal);
            Assert.Contains("[redacted]", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_PictureAsBase64_IsBlackedOut()
    {
        var picture = Convert.ToBase64String(new byte[3000]);

        Assert.True(Write(LogFormat.Json, LogLevel.Error, $"data:image/png;base64,{picture}", null).Length < 1000);
    }

    [Theory]
    [InlineData("Made generation 01931c00-0000-7000-8000-000000000000 in 12 ms at a/b?c=d")]
    [InlineData("The risk-free task of 3 basics; tickets: 4, signatures=5")]
    public void Write_OrdinaryWords_StayAsTheyAre(string text) =>
        Assert.Contains(text, Write(LogFormat.Text, LogLevel.Information, text, null), StringComparison.Ordinal);

    private static string Write(
        LogFormat format,
        LogLevel level,
        string message,
        Exception? error,
        params (string Name, object? Value)[] values
    )
    {
        var sut = new LineFormatter(format, new LogRedactor(["own-secret-1234", "short"]), new FakeTimeProvider());
        var state = values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)).ToList();
        using var writer = new StringWriter { NewLine = "\n" };
        sut.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                level,
                "Atelier.Test",
                default,
                state,
                error,
                (_, _) => message
            ),
            scopeProvider: null,
            writer
        );
        // Text sets what failed on lines of its own; here each is one.
        return format == LogFormat.Text && error is not null
            ? writer.ToString().Replace("\n    ", " ", StringComparison.Ordinal)
            : writer.ToString();
    }

    private static InvalidOperationException Thrown(InvalidOperationException failure)
    {
        try
        {
            throw failure;
        }
        catch (InvalidOperationException caught)
        {
            return caught;
        }
    }
}
