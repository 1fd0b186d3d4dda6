using Atelier.Core.Policy;
using Atelier.Engine.Checking;
using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Policy;

/// <summary>What a moderation says of children in pictures, which no switch silences.</summary>
public sealed class ChildrenCheckTests
{
    [Fact]
    [Trait("Requirement", "C-58")]
    [Trait("Requirement", "B-65")]
    public async Task Pictures_ChecksAreSwitchedOff_ChildrenAreStillRefusedAndHeldBack()
    {
        var moderator = new Moderator();
        await using var emulated = new EmulatedServer
        {
            Replace = services => services.AddSingleton<IPictureModerator>(moderator),
        };
        await emulated.InitializeAsync();
        var server = emulated.Server;
        var caller = await server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();
        var off = await server
            .Owner()
            .PutAsync(
                "/admin/api/policy",
                """{"categories": {"adult_content": false}, "checks": {"nsfw": false, "violence": false}}"""
            );
        Assert.True(off.Status == 200, off.Text);

        moderator.Flags = [PolicyCategory.AdultContent, PolicyCategory.SexualMinors];
        PhotoRefusal.Is(await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo)), 422, "CONTENT_POLICY");
        var address = await caller.StartAsync("""{"prompt": "a lighthouse", "model": "gpt-image-2.5-flare"}""");
        await TestServer.UntilAsync(async () => (await caller.GetAsync(address)).TextAt("state") == "review");
        Assert.Empty((await caller.GetAsync(address)).At("images").EnumerateArray());

        // What is off stays off for all others.
        moderator.Flags = [PolicyCategory.AdultContent];
        await Photo.UploadAsync(caller);
        var other = await caller.GenerateAsync("""{"prompt": "a lake", "model": "gpt-image-2.5-flare"}""");
        Assert.False(other.At("images")[0].GetProperty("checks").TryGetProperty("nsfw", out _));
    }

    private sealed class Moderator : IPictureModerator
    {
        public IReadOnlyCollection<PolicyCategory> Flags { get; set; } = [];

        public Task<IReadOnlyCollection<PolicyCategory>> FlagAsync(byte[] png, CancellationToken cancellationToken) =>
            Task.FromResult(Flags);
    }
}
