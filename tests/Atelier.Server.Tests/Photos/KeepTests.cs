using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Photos;
using Atelier.Engine.Renditions;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

public sealed class KeepTests(OpenUploads open) : IClassFixture<OpenUploads>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestServer Server => open.Server;

    [Fact]
    public async Task Keep_OutputOfASession_OutlivesIt()
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var session = await Photo.UploadAsync(caller);
        var kept = await Photo.MakeAsync(Server, caller, session);
        var other = await Photo.MakeAsync(Server, caller, session);
        var before = (await caller.GetAsync($"/v1/images/{kept.Image}/original")).Bytes;

        var answer = await caller.PostAsync($"/v1/images/{kept.Image}/keep", "");
        var again = await caller.PostAsync($"/v1/images/{kept.Image}/keep", "");

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal((kept.Image, kept.Generation), (answer.At("id").GetGuid(), answer.At("generation_id").GetGuid()));
        Assert.Equal((200, answer.Text), (again.Status, again.Text));
        var library = BlobKeys.FolderOfImage(kept.Generation, kept.Image);
        Assert.True(File.Exists(Path.Combine(Server.DataFolder, library, "original.png")));
        Assert.True(File.Exists(Path.Combine(Server.DataFolder, library, "clean.png")));
        Assert.False(Directory.Exists(Path.Combine(Photo.Folder(Server, session), $"{kept.Image}")));
        // Still what was made in the session last but one, and found there.
        Assert.Equal(200, (await caller.GetAsync($"/api/files/{session}")).Status);
        await Photo.AssertSoundAsync(Server);

        Assert.Equal(204, (await caller.DeleteAsync($"/api/sessions/{session}")).Status);

        Assert.Equal(before, (await caller.GetAsync($"/v1/images/{kept.Image}/original")).Bytes);
        Assert.Equal(410, (await caller.GetAsync($"/v1/images/{other.Image}/original")).Status);
        Refusal.IsOpenAi(await caller.PostAsync($"/v1/images/{other.Image}/keep", ""), 410, "gone");
        await Photo.AssertSoundAsync(Server);
    }

    [Fact]
    public async Task Keep_WhileSomebodyIsAboutToRead_TakesTheFileFromNobody()
    {
        var caller = await Server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        var made = await Photo.MakeAsync(Server, caller, session);
        var before = await Server.Services.GetRequiredService<ImageStore>().FindAsync(made.Image, Cancel);

        await caller.PostAsync($"/v1/images/{made.Image}/keep", "");

        // The row was read before the picture moved, the file is asked for after.
        var access = Server.Services.GetRequiredService<ImageAccess>();
        var picture = await access.OpenAsync(before!, Rendition.Original, Cancel);
        await using (picture.Stream)
        {
            Assert.True(picture.Stream.Length > 0);
        }
    }

    [Fact]
    [Trait("Requirement", "B-55")]
    public async Task Keep_WhileItsSessionExpiresAndIsSwept_IsKeptWholeOrGone()
    {
        var sweeper = Server.Services.GetRequiredService<PhotoSweeper>();
        var caller = await Server.AddCallerAsync(tier: "free");
        for (var round = 0; round < 6; round++)
        {
            var session = await Photo.UploadAsync(caller);
            var made = await Photo.MakeAsync(Server, caller, session);
            await Server.House.ExecuteAsync(
                "UPDATE photo_sessions SET active_at = active_at - interval '5 hours' WHERE id = @session;"
                    + "UPDATE generations SET finished_at = finished_at - interval '5 hours' WHERE session_id = @session",
                new { session }
            );

            var answers = await Together.RunAsync(
                4,
                async turn =>
                {
                    if (turn % 2 == 0)
                    {
                        await sweeper.RunOnceAsync(early: true, Cancel);
                        return 0;
                    }

                    return (await caller.PostAsync($"/v1/images/{made.Image}/keep", "")).Status;
                }
            );

            var kept = answers.Contains(200);
            Assert.All(answers, status => Assert.True(status is 0 or 200 or 410, $"{status}"));
            // Each of its files, the one without the mark too: the checker holds them against their hashes.
            await Server.House.ExecuteAsync("UPDATE photo_sessions SET lease_until = NULL");
            await sweeper.RunOnceAsync(early: true, Cancel);
            Assert.Equal(kept ? 200 : 410, (await caller.GetAsync($"/v1/images/{made.Image}/original")).Status);
            Assert.Equal(kept ? 200 : 410, (await caller.PostAsync($"/v1/images/{made.Image}/keep", "")).Status);
            PhotoRefusal.Is(await caller.GetAsync($"/api/files/{session}"), 404, "SESSION_NOT_FOUND");
            var library = BlobKeys.FolderOfImage(made.Generation, made.Image);
            Assert.Equal(kept, Directory.Exists(Path.Combine(Server.DataFolder, library)));
            Assert.Equal(kept, File.Exists(Path.Combine(Server.DataFolder, library, "clean.png")));
            await Photo.AssertSoundAsync(Server);
        }
    }

    [Fact]
    public async Task Keep_WhatIsNotYoursOrNoOutput_IsRefused()
    {
        var caller = await Server.AddCallerAsync();
        var other = await Server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        var made = await Photo.MakeAsync(Server, caller, session);
        var upload = await Server.House.ScalarAsync<Guid>(
            "SELECT id FROM images WHERE session_id = @session AND generation_id IS NULL",
            new { session }
        );

        Refusal.IsOpenAi(await other.PostAsync($"/v1/images/{made.Image}/keep", ""), 404, "not_found");
        Refusal.IsOpenAi(await other.PostAsync($"/v1/images/{upload}/keep", ""), 404, "not_found");
        Refusal.IsOpenAi(await caller.PostAsync($"/v1/images/{upload}/keep", ""), 409, "conflict");
        Refusal.IsOpenAi(await caller.PostAsync($"/v1/images/{Guid.CreateVersion7()}/keep", ""), 404, "not_found");
        Refusal.IsOpenAi(await Server.Nobody().PostAsync($"/v1/images/{made.Image}/keep", ""), 401, "unauthorized");
        await Photo.AssertSoundAsync(Server);
    }

    [Fact]
    public async Task Keep_AgainstManyKeepsAndTheEndOfTheSession_LosesNothing()
    {
        var cleaner = Server.Services.GetRequiredService<PhotoCleaner>();
        var caller = await Server.AddCallerAsync();
        for (var round = 0; round < 5; round++)
        {
            var session = await Photo.UploadAsync(caller);
            var made = await Photo.MakeAsync(Server, caller, session);

            var answers = await Together.RunAsync(
                4,
                async turn =>
                {
                    if (turn == 3)
                    {
                        await cleaner.CleanAsync(session, null, dueOnly: false, Cancel);
                        return 0;
                    }

                    return (await caller.PostAsync($"/v1/images/{made.Image}/keep", "")).Status;
                }
            );

            var there = (await caller.GetAsync($"/v1/images/{made.Image}/original")).Status;
            Assert.Equal(answers.Contains(200) ? 200 : 410, there);
            Assert.All(answers, status => Assert.True(status is 0 or 200 or 410, $"{status}"));
            await Photo.AssertSoundAsync(Server);
        }
    }
}
