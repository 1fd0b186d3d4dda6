using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Accepting;
using Atelier.Engine.Renditions;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Accounts;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Sweeping;

/// <summary>How long pictures stay: 30 days in full size, 90 as thumbnails, from the day on which somebody wanted them last.</summary>
public sealed class RetentionSweeperTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private TestHouse _house = null!;
    private TestNode _node = null!;
    private BrokenBlobs _blobs = null!;
    private Guid _account;

    public async ValueTask InitializeAsync()
    {
        _house = await TestHouse.OpenAsync(Cancel);
        _account = await _house.AddAccountAsync(credits: 100, cancellationToken: Cancel);
        _node = await TestNode.StartAsync(
            _house,
            configure: services =>
            {
                var disk = (IBlobStore)
                    services.Last(service => service.ServiceType == typeof(IBlobStore)).ImplementationInstance!;
                services.AddSingleton<IBlobStore>(_blobs = new BrokenBlobs(disk));
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "C-63")]
    public async Task RunOnceAsync_NobodyWantsIt_KeepsThumbnailsOnlyAndThenNothing()
    {
        var image = await MakeAsync();
        await SweepAfterAsync(days: 29.9);
        Assert.Equal(["optimized.webp", "original.png", "placeholder.webp"], Large(image).Append("placeholder.webp"));

        await SweepAfterAsync(days: 0.2);

        Assert.Empty(Large(image));
        Assert.Equal(4, Files(image).Count);
        Assert.Equal(ErrorCode.Gone, await OpenAsync(image, new RenditionWish(Rendition.Original)));
        Assert.Equal(ErrorCode.Gone, await OpenAsync(image, new RenditionWish(Rendition.Optimized)));
        Assert.Equal(ErrorCode.Gone, await OpenAsync(image, new RenditionWish(Rendition.Thumb512) { Width = 8 }));
        Assert.Null(await OpenAsync(image, new RenditionWish(Rendition.Thumb256)));
        Assert.Null(await OpenAsync(image, new RenditionWish(Rendition.Placeholder)));

        await SweepAfterAsync(days: 59.8);
        Assert.Equal(4, Files(image).Count);
        await SweepAfterAsync(days: 0.2);

        Assert.Empty(Files(image));
        Assert.Equal(ErrorCode.Gone, await OpenAsync(image, new RenditionWish(Rendition.Thumb256)));
    }

    [Theory]
    [Trait("Requirement", "C-63")]
    [InlineData("download")]
    [InlineData("use")]
    public async Task RunOnceAsync_SomebodyWantedItLater_CountsFromThen(string how)
    {
        var image = await MakeAsync();
        await SweepAfterAsync(days: 29);
        if (how == "use")
        {
            await UpscaleAsync(image);
        }
        else
        {
            Assert.Null(await OpenAsync(image, new RenditionWish(Rendition.Optimized)));
        }

        await SweepAfterAsync(days: 29.9);
        Assert.NotEmpty(Large(image));
        await SweepAfterAsync(days: 0.2);

        Assert.Empty(Large(image));
    }

    [Fact]
    public async Task RunOnceAsync_ThumbnailsWereLookedAt_IsNoDownload()
    {
        var image = await MakeAsync();
        await SweepAfterAsync(days: 29);
        Assert.Null(await OpenAsync(image, new RenditionWish(Rendition.Thumb256)));

        await SweepAfterAsync(days: 1.1);

        Assert.Empty(Large(image));
    }

    [Fact]
    public async Task RunOnceAsync_NodeWasKilledBetweenDecisionAndDeletion_GoesOn()
    {
        var image = await MakeAsync();
        await _house.MoveClockAsync(TimeSpan.FromDays(31));
        Assert.Equal(1, await _node.Get<RetentionStore>().ReduceAsync(TimeSpan.FromDays(30), 10, Cancel));
        // Decided is decided: what is still there is no longer to be had.
        Assert.NotEmpty(Large(image));
        Assert.Equal(ErrorCode.Gone, await OpenAsync(image, new RenditionWish(Rendition.Original)));

        await _node.Get<RetentionSweeper>().RunOnceAsync(Cancel);

        Assert.Empty(Large(image));
        Assert.Equal(4, Files(image).Count);
    }

    [Fact]
    [Trait("Requirement", "C-63")]
    public async Task RunOnceAsync_OneFileCannotBeDeleted_TheOthersGoAndItGoesLater()
    {
        var images = new[] { await MakeAsync(), await MakeAsync(), await MakeAsync() };
        _blobs.Sticks = key => key.Contains($"{images[0]}/original", StringComparison.Ordinal);

        await SweepAfterAsync(days: 31);

        Assert.NotEmpty(Large(images[0]));
        Assert.Empty(Large(images[1]));
        Assert.Empty(Large(images[2]));
        Assert.Equal(ErrorCode.Gone, await OpenAsync(images[0], new RenditionWish(Rendition.Original)));
        _blobs.Sticks = _ => false;
        await _node.Get<RetentionSweeper>().RunOnceAsync(Cancel);
        Assert.Empty(Large(images[0]));
    }

    [Fact]
    [Trait("Requirement", "C-63")]
    public async Task RunOnceAsync_HundredsCannotBeDeleted_OthersGoAndEachHasItsTurn()
    {
        var image = await MakeAsync();
        await _house.ExecuteAsync(
            """
            INSERT INTO images (id, account_id, provider, model, width, height, format, files, folder, created_at)
            SELECT gen_random_uuid(), account_id, provider, model, width, height, format, files, 'images/stuck/' || n,
              created_at - interval '20 days'
            FROM images, generate_series(1, 250) n WHERE id = @image
            """,
            new { image }
        );
        var tried = new HashSet<string>();
        _blobs.Sticks = key =>
            key.StartsWith("images/stuck/", StringComparison.Ordinal) && (tried.Add(key.Split('/')[2]) || true);

        await SweepAfterAsync(days: 11);
        Assert.Equal(100, tried.Count);
        // So many at once are the place of the files; the next hours have other pictures first, those that failed last.
        await SweepAfterAsync(days: 21);
        await SweepAfterAsync(days: 1 / 24.0);

        Assert.Equal(250, tried.Count);
        Assert.Empty(Large(image));
        Assert.Equal(250, await StuckAsync());
        _blobs.Sticks = _ => false;
        await SweepAfterAsync(days: 1 / 24.0);
        Assert.Equal(0, await StuckAsync());
    }

    [Fact]
    [Trait("Requirement", "C-63")]
    public async Task RunOnceAsync_OneFolderCannotBeDeleted_TheOthersGoAndItGoesMinutesLater()
    {
        var images = new[] { await MakeAsync(), await MakeAsync(), await MakeAsync() };
        _blobs.Sticks = key => key.Contains($"{images[0]}", StringComparison.Ordinal);

        await SweepAfterAsync(days: 91);

        Assert.NotEmpty(Files(images[0]));
        Assert.Empty(Files(images[1]));
        Assert.Empty(Files(images[2]));
        await _house.MoveClockAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(0, await _node.Get<LeftoverSweeper>().RunOnceAsync(Cancel));
        _blobs.Sticks = _ => false;
        await _house.MoveClockAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await _node.Get<LeftoverSweeper>().RunOnceAsync(Cancel));
        Assert.Empty(Files(images[0]));
    }

    [Fact]
    public async Task RunOnceAsync_WhatIsLeftIsUsedAgain_Stays()
    {
        var image = await MakeAsync();
        var generation = await _house.ScalarAsync<Guid>(
            "SELECT generation_id FROM images WHERE id = @image",
            new { image }
        );
        await _node.Get<LeftoverStore>().NoteAsync(BlobKeys.FolderOfImage(generation, image), Cancel);
        await _house.MoveClockAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(0, await _node.Get<LeftoverSweeper>().RunOnceAsync(Cancel));

        Assert.NotEmpty(Large(image));
        Assert.Equal(0, await _house.ScalarAsync<long>("SELECT count(*) FROM leftovers"));
    }

    [Fact]
    public async Task Accept_SourceThatIsGone_IsRefusedByName()
    {
        var image = await MakeAsync();
        await SweepAfterAsync(days: 31);

        var refused = await Assert.ThrowsAsync<AtelierException>(() => UpscaleAsync(image));

        Assert.Contains("is gone", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunOnceAsync_UseInThatVeryMoment_EitherKeepsItOrIsRefused()
    {
        for (var round = 0; round < 8; round++)
        {
            var image = await MakeAsync();
            await _house.MoveClockAsync(TimeSpan.FromDays(31));
            var row = (await _node.Get<ImageStore>().FindAsync(image, Cancel))!;

            var kept = await Together.RunAsync(
                2,
                async runner =>
                {
                    if (runner == 1)
                    {
                        return await _node.Get<ImageStore>().NoteWantedAsync(row, Cancel);
                    }

                    await _node.Get<RetentionSweeper>().RunOnceAsync(Cancel);
                    return false;
                }
            );

            Assert.Equal(kept[1], Large(image).Count > 0);
        }
    }

    [Fact]
    public async Task RunOnceAsync_CandidatesAndCanceledOnes_KeepTheirOwnEnd()
    {
        var image = await MakeAsync();
        await _house.ExecuteAsync(
            "UPDATE images SET expires_at = atelier.now() + interval '60 days' WHERE id = @image",
            new { image }
        );

        await SweepAfterAsync(days: 31);

        Assert.NotEmpty(Large(image));
    }

    private Task<long> StuckAsync() =>
        _house.ScalarAsync<long>("SELECT count(*) FROM images WHERE reduced_at IS NOT NULL AND NOT reduced");

    private async Task<Guid> MakeAsync()
    {
        var made = await _node.WaitAsync(await _node.AcceptAsync(_account, "a kept lake"), _account);
        return made.Slots[0].Image!.Id;
    }

    private async Task SweepAfterAsync(double days)
    {
        await _house.MoveClockAsync(TimeSpan.FromDays(days));
        await _node.Get<RetentionSweeper>().RunOnceAsync(Cancel);
    }

    private async Task<ErrorCode?> OpenAsync(Guid id, RenditionWish wish)
    {
        var image = (await _node.Get<ImageStore>().FindAsync(id, Cancel))!;
        try
        {
            var served = await _node.Get<ImageAccess>().OpenAsync(image, wish, AcceptedFormats.Any, Cancel);
            await served.Stream.DisposeAsync();
            return null;
        }
        catch (AtelierException exception)
        {
            return exception.Code;
        }
    }

    private Task<Acceptance> UpscaleAsync(Guid source) =>
        _node
            .Get<GenerationAcceptor>()
            .AcceptAsync(
                new Caller(_account, null),
                new ImageRequest { Operation = new Stylise(source, null, "oil") },
                null,
                null,
                CancellationToken.None
            );

    private List<string> Large(Guid image) =>
        [
            .. Files(image)
                .Where(name => !name.StartsWith("thumb", StringComparison.Ordinal) && name != "placeholder.webp"),
        ];

    private List<string> Files(Guid image) =>
        [
            .. Directory
                .EnumerateFiles(_node.BlobFolder, "*", SearchOption.AllDirectories)
                .Where(path => path.Contains($"{image}", StringComparison.Ordinal))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];
}
