using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Errors;

/// <summary>The last values that are still right, at both doors; what is beyond them stands in <see cref="BadFieldTests"/>.</summary>
public sealed class BoundaryTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string, string> Rights =>
        new()
        {
            { "n", "1" },
            { "n", "10" },
            { "seed", "0" },
            { "seed", "4294967294" },
            { "size", "\"16x16\"" },
            { "size", "\"3840x2160\"" },
            { "size", "\"2160x3840\"" },
            { "size", "\"3840x16\"" },
            { "size", "\"auto\"" },
            { "quality", "\"auto\"" },
            { "model", "\"auto\"" },
            { "model", "\"local-painter\"" },
            { "style", "\"illustration\"" },
            { "fallback", "\"best_effort\"" },
            { "negative_prompt", "\"  \"" },
            { "style", "null" },
            { "n", "null" },
        };

    public static TheoryData<string> Prompts =>
        [
            "x",
            new string('x', 4000),
            "  " + new string('x', 4000) + "\n",
            "ein See in den Bergen, 山の湖, بحيرة, 🏔️🌅👨‍👩‍👧",
            "quotes \" ' \\ and {\"json\": true} <script>alert(1)</script>",
            "'; DROP TABLE accounts; --",
            "tabs\tand\r\nlines\u2028",
        ];

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task Create_LastRightValue_IsAccepted(string field, string value)
    {
        await server.PauseAsync();
        foreach (var door in new[] { "/v1/images/generations", "/v1/generations" })
        {
            var caller = await server.AddCallerAsync();

            var answer = await caller.PostAsync(
                door,
                Bodies.With($"\"{field}\": {value}"),
                ("Prefer", "respond-async"),
                ("Idempotency-Key", new string('k', 255))
            );

            Assert.True(answer.Status == 202, answer.Text);
            Assert.Equal(200, (await caller.DeleteAsync(answer.Header("Location")!)).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public async Task Create_AnyText_ComesBackAsItWas(string prompt)
    {
        await server.PauseAsync();
        foreach (var door in new[] { "/v1/images/generations", "/v1/generations" })
        {
            var caller = await server.AddCallerAsync();

            var answer = await caller.PostAsync(
                door,
                JsonSerializer.Serialize(new { prompt }),
                ("Prefer", "respond-async")
            );

            Assert.True(answer.Status == 202, answer.Text);
            Assert.Equal(prompt.Trim(), answer.TextAt("prompt"));
            await caller.DeleteAsync(answer.Header("Location")!);
        }
    }
}
