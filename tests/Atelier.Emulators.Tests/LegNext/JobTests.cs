using System.Text.Json.Nodes;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.LegNext;

public sealed class JobTests
{
    private const string Never = "0001-01-01T00:00:00Z";

    [Fact]
    public async Task Create_Answer_IsTheJobObjectOfTheSheet()
    {
        var time = new TestKit.Time.FakeTimeProvider();
        await using var bench = await TestBench.StartAsync(new() { Time = time, TaskDuration = null });

        var answer = await bench.PostAsync("/legnext/api/v1/diffusion", new { text = "a red fox --v 7 --ar 16:9" });

        Assert.Equal(200, answer.Status);
        var expected = JsonNode.Parse(
            $$"""
            {"job_id":"{{answer.Json["job_id"]}}","model":"midjourney","task_type":"diffusion","status":"pending",
             "config":{"service_mode":"public","webhook_config":{"endpoint":"","secret":""} },
             "input":null,
             "output":{"image_url":"","image_urls":null,"seed":""},
             "meta":{"created_at":"2026-11-20T12:00:00Z","started_at":"{{Never}}","ended_at":"{{Never}}",
               "usage":{"type":"point","frozen":80,"consume":0} },
             "detail":null,"logs":[],"error":{"code":0,"raw_message":"","message":"","detail":null} }
            """
        );
        Assert.True(JsonNode.DeepEquals(expected, answer.Json), answer.Text);
        Assert.True(Guid.TryParse((string)answer.Json["job_id"]!, out _));
        Assert.Empty(bench.LegNext.Violations);
    }

    [Fact]
    public async Task Get_WhileItRuns_GoesThroughTheStates()
    {
        await using var bench = await TestBench.StartAsync(new() { TaskDuration = null, LongestEdge = 16 });
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox" });

        var states = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var job = await bench.GetJobAsync(id);
            states.Add((string)job["status"]!);
            Assert.Null(job["output"]!["image_urls"]);
            Assert.False(job["output"]!.AsObject().ContainsKey("available_actions"));
            Assert.Equal(Never, (string)job["meta"]!["ended_at"]!);
        }

        await bench.CreateJobAsync("diffusion", new { text = "hen" });
        bench.LegNext.FinishTasks();
        await bench.CreateJobAsync("diffusion", new { text = "ox" });

        Assert.Equal(2, bench.LegNext.MostTasksAtOnce);
        Assert.Equal(["staged", "processing", "processing"], states);
        Assert.Equal("completed", (string)(await bench.GetJobAsync(id))["status"]!);
    }

    [Fact]
    public async Task Get_Completed_HasPicturesSeedActionsAndPoints()
    {
        await using var bench = await TestBench.StartAsync();
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox --seed 4294967295" });

        var job = await bench.GetJobAsync(id);

        Assert.Equal("4294967295", job["output"]!["seed"]!.GetValue<string>());
        Assert.Equal(4, job["output"]!["image_urls"]!.AsArray().Count);
        var actions = job["output"]!["available_actions"]!.AsObject();
        Assert.Equal(
            ["upscale", "variation", "inpaint", "outpaint", "pan", "remix", "edit", "reroll"],
            actions.Select(action => action.Key)
        );
        Assert.Equal([0, 1, 2, 3], actions["upscale"]!.AsArray().Select(number => (int)number!));
        Assert.True((bool)actions["reroll"]!);
        Assert.NotEqual(Never, (string)job["meta"]!["started_at"]!);
        Assert.NotEqual(Never, (string)job["meta"]!["ended_at"]!);
        Assert.Equal((0, 80), ((int)job["meta"]!["usage"]!["frozen"]!, (int)job["meta"]!["usage"]!["consume"]!));
    }

    [Fact]
    public async Task Tasks_OnTheFakeClock_EndAfterTheirDuration()
    {
        var time = new TestKit.Time.FakeTimeProvider();
        await using var bench = await TestBench.StartAsync(
            new()
            {
                Time = time,
                TaskDuration = TimeSpan.FromSeconds(30),
                LongestEdge = 16,
            }
        );
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox" });

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, bench.LegNext.RunningTasks);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("2026-11-20T12:00:30Z", (string)(await bench.GetJobAsync(id))["meta"]!["ended_at"]!);
    }

    [Theory]
    [InlineData("diffusion", """{"text":"fox --turbo"}""", 160, 4)]
    [InlineData("diffusion", """{"text":"fox --v 7 --draft"}""", 40, 4)]
    [InlineData("variation", """{"jobId":"$","imageNo":3,"type":1,"remixPrompt":"cat"}""", 120, 4)]
    [InlineData("upscale", """{"jobId":"$","imageNo":0,"type":0}""", 120, 1)]
    [InlineData("upscale", """{"jobId":"$","imageNo":0,"type":1}""", 160, 1)]
    [InlineData("reroll", """{"jobId":"$"}""", 40, 4)]
    [InlineData("inpaint", """{"jobId":"$","imageNo":1,"mask":{"url":"https://x.test/m.png"}}""", 120, 4)]
    [InlineData(
        "inpaint",
        """{"jobId":"$","imageNo":1,"mask":{"areas":[{"width":1024,"height":1024,"points":[10,10,90,10,90,90,10,90]}]}}""",
        120,
        4
    )]
    [InlineData("outpaint", """{"jobId":"$","imageNo":1,"scale":1.1}""", 80, 4)]
    [InlineData("pan", """{"jobId":"$","imageNo":1,"direction":3,"scale":3.0}""", 80, 4)]
    [InlineData("remix", """{"jobId":"$","imageNo":1,"remixPrompt":"cat","mode":1}""", 120, 4)]
    [InlineData(
        "edit",
        """{"jobId":"$","imageNo":1,"canvas":{"width":800,"height":600},"imgPos":{"width":400,"height":300,"x":-5,"y":0},"remixPrompt":"cat"}""",
        120,
        4
    )]
    [InlineData(
        "upload-paint",
        """{"imgUrl":"https://x.test/a.png","canvas":{"width":800,"height":600},"imgPos":{"width":400,"height":300,"x":0,"y":0},"remixPrompt":"cat","mask":{"url":"https://x.test/m.png"}}""",
        120,
        4
    )]
    [InlineData("retexture", """{"imgUrl":"https://x.test/a.png","remixPrompt":"cat"}""", 120, 4)]
    [InlineData("remove-background", """{"imgUrl":"https://x.test/a.png"}""", 80, 1)]
    [InlineData("enhance", """{"jobId":"$","imageNo":2}""", 80, 4)]
    public async Task Create_EveryEndpoint_CostsItsPointsAndMakesItsPictures(
        string operation,
        string body,
        int points,
        int pictures
    )
    {
        await using var bench = await TestBench.StartAsync(new() { LongestEdge = 16 });
        var parent = await bench.CreateJobAsync("diffusion", new { text = "fox --v 7 --draft" });

        var answer = await bench.PostAsync(
            $"/legnext/api/v1/{operation}",
            body.Replace("$", parent, StringComparison.Ordinal)
        );
        var job = await bench.GetJobAsync((string)answer.Json["job_id"]!);

        Assert.Empty(bench.LegNext.Violations);
        Assert.Equal(operation, (string)job["task_type"]!);
        Assert.Equal(pictures, job["output"]!["image_urls"]!.AsArray().Count);
        Assert.Equal(pictures == 1, (string)job["output"]!["image_url"]! == (string)job["output"]!["image_urls"]![0]!);
        var line = bench.LegNext.Bill.Items[1];
        Assert.Equal((operation, 2, points, pictures), (line.Operation, line.Call, (int)line.Units, line.Pictures));
        Assert.Equal(points * 1_000_000L, line.NanoDollars);
        Assert.Equal((string)job["job_id"]!, line.Id);
    }

    [Fact]
    public async Task Files_OfAJob_AreTheOnesRemembered()
    {
        await using var bench = await TestBench.StartAsync();
        var job = await bench.GetJobAsync(await bench.CreateJobAsync("diffusion", new { text = "fox --ar 2:1" }));
        var urls = job["output"]!["image_urls"]!.AsArray().Select(url => (string)url!).ToList();

        var files = await Task.WhenAll(urls.Append((string)job["output"]!["image_url"]!).Select(bench.GetAsync));
        var again = await bench.GetAsync(urls[0]);

        Assert.All(files, file => Assert.Equal((200, "image/png"), (file.Status, file.ContentType)));
        Assert.All(files, file => Assert.Equal((32, 16), Pixels.Size(file.Bytes)));
        Assert.Equal(5, files.Select(file => Pixels.Hash(file.Bytes)).Distinct().Count());
        Assert.Equal(files[0].Bytes, again.Bytes);
        Assert.Equal(
            files.Select(file => Pixels.Hash(file.Bytes)).Order(),
            bench.LegNext.Pictures.Select(picture => picture.Sha256).Distinct().Order()
        );
        Assert.Empty(bench.LegNext.Violations);
    }

    [Fact]
    public async Task Files_WithAKey_AreGivenButNoted()
    {
        await using var bench = await TestBench.StartAsync();
        var job = await bench.GetJobAsync(await bench.CreateJobAsync("diffusion", new { text = "fox" }));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-api-key", "ln-secret");

        await client.GetByteArrayAsync(new Uri((string)job["output"]!["image_url"]!), TestBench.Cancel);

        Assert.Equal("x-api-key", Assert.Single(bench.LegNext.Violations).Field);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("files/mj/nothing_0.png")]
    [InlineData("api/v1/job/nothing")]
    public async Task Get_Unknown_Is404(string path)
    {
        await using var bench = await TestBench.StartAsync();

        Assert.Equal(404, (await bench.GetAsync($"/legnext/{path}")).Status);
    }
}
