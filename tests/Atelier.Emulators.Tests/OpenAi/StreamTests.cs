using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.OpenAi;

public sealed class StreamTests
{
    private const string Path = "/openai/v1/images/generations";

    private static readonly object _body = new
    {
        model = "gpt-image-2",
        prompt = "fox",
        stream = true,
        partial_images = 2,
        quality = "low",
    };

    [Fact]
    public async Task Stream_TwoPartials_ComesAsTheSheetSays()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(Path, _body);

        Assert.Equal((200, "text/event-stream"), (answer.Status, answer.ContentType));
        var events = Events(answer.Text);
        Assert.Equal(
            ["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"],
            events.Select(item => item.Name)
        );
        Assert.All(events, item => Assert.Equal(item.Name, (string)item.Data["type"]!));
        Assert.Equal([0, 1], events.Take(2).Select(item => (int)item.Data["partial_image_index"]!));
        var completed = events[2].Data;
        Assert.Equal(
            ["type", "b64_json", "created_at", "size", "quality", "background", "output_format", "usage"],
            completed.Select(member => member.Key)
        );
        Assert.False(completed["usage"]!.AsObject().ContainsKey("output_tokens_details"));
        // Each preview costs 100 tokens.
        Assert.Equal(196 + 200, (int)completed["usage"]!["output_tokens"]!);
        Assert.Equal((int)completed["usage"]!["total_tokens"]!, bench.OpenAi.Bill.Units);
        Assert.Equal(
            events.Select(item => Pixels.Hash(Convert.FromBase64String((string)item.Data["b64_json"]!))),
            bench.OpenAi.Pictures.Select(picture => picture.Sha256)
        );
    }

    [Fact]
    public async Task Stream_CutInTheBody_HasNoCompletedEvent()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.CutBody });
        using var content = new StringContent(JsonSerializer.Serialize(_body), Encoding.UTF8, "application/json");

        using var response = await bench.OpenAsync(HttpMethod.Post, Path, content);
        await using var stream = await response.Content.ReadAsStreamAsync(TestBench.Cancel);
        using var read = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(read, TestBench.Cancel));

        var text = Encoding.UTF8.GetString(read.ToArray());
        Assert.Contains("event: image_generation.partial_image", text, StringComparison.Ordinal);
        Assert.DoesNotContain("completed", text, StringComparison.Ordinal);
        Assert.Single(bench.OpenAi.Bill.Items);
    }

    private static List<(string Name, JsonObject Data)> Events(string text) =>
        [
            .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(block => block.Split('\n'))
                .Select(lines =>
                    (lines[0]["event: ".Length..], JsonNode.Parse(lines[1]["data: ".Length..])!.AsObject())
                ),
        ];
}
