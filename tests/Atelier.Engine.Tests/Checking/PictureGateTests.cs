using Atelier.Core.Policy;
using Atelier.Data.Auditing;
using Atelier.Data.Known;
using Atelier.Data.Policy;
using Atelier.Engine.Changes;
using Atelier.Engine.Checking;
using Atelier.Engine.Policy;
using Atelier.Engine.Tests.Nodes;
using Atelier.Imaging;
using Atelier.Imaging.Fingerprints;
using Atelier.Imaging.Reading;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Atelier.Engine.Tests.Checking;

public sealed class PictureGateTests : CheckCase
{
    [Fact]
    public async Task CheckUploadAsync_FailingPicture_Parks()
    {
        var gate = (await StartCheckedAsync(TestChecker.Failing())).Get<PictureGate>();

        var verdict = await gate.CheckUploadAsync(RingPixels(48, 64), Cancel);

        Assert.True(verdict.Parks);
        Assert.Equal([PictureCheck.Nsfw], verdict.Concerns);
        await Assert.ThrowsAsync<UnreadablePictureException>(() => gate.CheckAsync("no picture"u8.ToArray(), Cancel));
    }

    [Theory]
    [Trait("Requirement", "C-57")]
    [InlineData(false, "57P01")]
    [InlineData(true, "57P01")]
    [InlineData(false, null)]
    [InlineData(true, null)]
    public async Task CheckAsync_TheDatabaseIsAway_LetsTheWorkBeDoneAgainAndAsksNoPerson(bool asked, string? state)
    {
        var away = state is null
            ? new NpgsqlException("The connection was refused.")
            : new PostgresException("terminating connection", "FATAL", "FATAL", state);
        var checker = new TestChecker(PictureCheck.Nsfw) { Says = _ => throw away, Breaks = asked ? null : away };
        var gate = (await StartCheckedAsync(checker)).Get<PictureGate>();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => gate.CheckAsync(Rings(48, 64), Cancel));

        // A statement that is wrong stays wrong: that is a check that broke.
        (checker.Breaks, checker.Says) = (null, _ => throw new PostgresException("no", "ERROR", "ERROR", "42703"));
        Assert.True((await gate.CheckAsync(Rings(48, 64), Cancel)).Parks);
    }

    [Fact]
    public async Task CheckAsync_SwitchedOff_IsNotAsked()
    {
        var checker = TestChecker.Failing();
        var node = await StartAsync(
            new NodeSetup { Services = services => services.AddSingleton<IPictureChecker>(checker) }
        );
        await SwitchOffAsync(node, "nsfw");

        var verdict = await node.Get<PictureGate>().CheckAsync(Rings(48, 64), Cancel);

        Assert.False(verdict.Parks);
        Assert.Empty(verdict.Outcomes);
        Assert.Equal(0, checker.Asked);
    }

    [Fact]
    public async Task CheckAsync_ModeratorFlags_FailsTheCheckItBelongsToAndAsksOnce()
    {
        var moderator = new TestModerator(PolicyCategory.Violence);
        var node = await StartAsync(
            new NodeSetup { Services = services => services.AddSingleton<IPictureModerator>(moderator) }
        );

        var verdict = await node.Get<PictureGate>().CheckAsync(Rings(48, 64), Cancel);

        Assert.Equal(
            [CheckOutcome.Passed, CheckOutcome.Failed, CheckOutcome.NotAvailable, CheckOutcome.Passed],
            verdict.Outcomes.OrderBy(pair => pair.Key).Select(pair => pair.Value)
        );
        Assert.Equal([PictureCheck.Violence], verdict.Concerns);
        Assert.Equal(1, moderator.Asked);
        Assert.Equal([PictureCheck.Copyright], await node.Get<PictureGate>().MissingAsync(Cancel));
    }

    [Theory]
    [Trait("Requirement", "C-58")]
    [InlineData(PolicyCategory.SexualMinors, true)]
    [InlineData(PolicyCategory.AdultContent, false)]
    public async Task CheckAsync_NsfwIsSwitchedOff_StillParksWhatShowsChildren(PolicyCategory flag, bool parks)
    {
        var moderator = new TestModerator(flag);
        var node = await StartAsync(
            new NodeSetup { Services = services => services.AddSingleton<IPictureModerator>(moderator) }
        );
        await SwitchOffAsync(node, "nsfw", "violence");
        var gate = node.Get<PictureGate>();

        var result = await gate.CheckAsync(Rings(48, 64), Cancel);
        var upload = await gate.CheckUploadAsync(RingPixels(48, 64), Cancel);
        moderator.IsAway = true;
        var unknown = await gate.CheckAsync(Rings(48, 64), Cancel);

        Assert.Equal((parks, parks, true), (result.Parks, upload.Parks, unknown.Parks));
        Assert.Equal(parks, result.Outcomes.ContainsKey(PictureCheck.Nsfw));
        Assert.False(await gate.ShowsUnfinishedAsync(Cancel));
    }

    [Fact]
    public async Task MissingAsync_NsfwIsSwitchedOffWithoutModeration_AsksForNoneAndHoldsNothingUp()
    {
        var node = await StartAsync(
            new NodeSetup
            {
                Services = services => services.Configure<CheckOptions>(options => options.Image = ImageRule.Required),
            }
        );
        await SwitchOffAsync(node, "nsfw", "violence", "copyright");

        var verdict = await node.Get<PictureGate>().CheckAsync(Rings(48, 64), Cancel);

        Assert.False(verdict.Parks);
        Assert.Equal([PictureCheck.Watermark], verdict.Outcomes.Keys);
        Assert.Empty(await node.Get<PictureGate>().MissingAsync(Cancel));
    }

    [Fact]
    public async Task CheckAsync_KnownPictureInAnotherSize_Fails()
    {
        var node = await StartAsync(new NodeSetup());
        var hash = PerceptualHash.Of(RingPixels(96, 128))!.Value;
        // Read already: the first entry must hold at once all the same.
        Assert.Contains(PictureCheck.Copyright, await node.Get<PictureGate>().MissingAsync(Cancel));
        await node.Get<KnownPictures>().AddAsync(hash, "rings", Admin, Cancel);

        var same = await node.Get<PictureGate>().CheckAsync(Rings(300, 400), Cancel);
        var other = await node.Get<PictureGate>().CheckAsync(Stripes(), Cancel);

        Assert.Equal(CheckOutcome.Failed, same.Outcomes[PictureCheck.Copyright]);
        Assert.Equal(CheckOutcome.Passed, other.Outcomes[PictureCheck.Copyright]);
        Assert.Equal([PictureCheck.Copyright], same.Concerns);
    }

    [Fact]
    [Trait("Requirement", "C-56")]
    public async Task CheckAsync_MarkAllOverThePicture_Fails()
    {
        var gate = (await StartAsync(new NodeSetup())).Get<PictureGate>();

        var marked = await gate.CheckAsync(PictureEncoder.Png(Marked(Waves())), Cancel);
        var bare = await gate.CheckAsync(PictureEncoder.Png(Waves()), Cancel);

        Assert.Equal(CheckOutcome.Failed, marked.Outcomes[PictureCheck.Watermark]);
        Assert.Equal([PictureCheck.Watermark], marked.Concerns);
        Assert.Equal(CheckOutcome.Passed, bare.Outcomes[PictureCheck.Watermark]);
        Assert.False(bare.Parks);
    }

    [Fact]
    public async Task IsAvailableAsync_NobodySaidAWord_AsksAgainAfterTenSecondsOnly()
    {
        var node = await StartAsync(new NodeSetup());
        var time = new FakeTimeProvider();
        var store = node.Get<KnownPictureStore>();
        using var checker = new KnownPictureChecker(store, new ChangeHub(), time);
        Assert.False(await checker.IsAvailableAsync(Cancel));
        // As another node whose word is lost.
        await store.AddAsync(1, "rings", Admin, Cancel);

        Assert.False(await checker.IsAvailableAsync(Cancel));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await checker.IsAvailableAsync(Cancel));
    }

    [Fact]
    public async Task CheckPaintedAsync_FromAPicture_InheritsItsChecks()
    {
        var node = await StartCheckedAsync(new TestChecker(PictureCheck.Nsfw));
        var passed = (await RunAsync(node)).Slots[0].Image!.Id;
        var gate = node.Get<PictureGate>();

        Assert.Equal(CheckOutcome.Passed, (await gate.CheckPaintedAsync(passed, Cancel)).Outcomes[PictureCheck.Nsfw]);
        await House.ExecuteAsync("UPDATE images SET checks = NULL");
        Assert.Equal(
            CheckOutcome.NotAvailable,
            (await gate.CheckPaintedAsync(passed, Cancel)).Outcomes[PictureCheck.Nsfw]
        );

        var strict = await StartCheckedAsync(new TestChecker(PictureCheck.Nsfw), ImageRule.Required);
        Assert.True((await strict.Get<PictureGate>().CheckPaintedAsync(passed, Cancel)).Parks);
        Assert.False((await strict.Get<PictureGate>().CheckPaintedAsync(null, Cancel)).Parks);
    }

    private static Task SwitchOffAsync(TestNode node, params string[] checks) =>
        node.Get<PolicySwitches>()
            .SetAsync(
                [.. checks.Select(check => new PolicySwitchChange(PolicySwitch.Check, check, false))],
                new AuditEntry(null, null, "policy.set"),
                Cancel
            );

    private static byte[] Rings(int width, int height) => PictureEncoder.Png(RingPixels(width, height));

    private static byte[] Stripes() => Png(64, 64, (x, y) => (byte)(x + (y * 2) < 80 ? 30 : 220));

    // Off the middle, so that no mirror image is the same.
    private static PixelBuffer RingPixels(int width, int height) =>
        Pixels(
            width,
            height,
            (x, y) =>
            {
                var (across, down) = (((double)x / width) - 0.3, ((double)y / height) - 0.4);
                return (byte)(128 + (100 * Math.Cos(18 * Math.Sqrt((across * across) + (down * down)))));
            }
        );

    // Calm in one half and busy in the other.
    private static PixelBuffer Waves() =>
        Pixels(
            480,
            480,
            (x, y) =>
            {
                var (across, down) = ((x / 480.0) - 0.3, (y / 480.0) - 0.4);
                return (byte)(110 + (80 * Math.Cos(400 * across * across * (0.2 + down) * (1 + across))));
            }
        );

    // A word in letters of dots, again and again, a third white.
    private static PixelBuffer Marked(PixelBuffer picture)
    {
        string[] word =
        [
            "#### #### ####  ##  #   #",
            "#    #  # #    #  # ## ##",
            "#### #### ###  #### # # #",
            "   # #    #    #  # #   #",
            "#### #    #### #  # #   #",
        ];
        var pixels = picture.Pixels.ToArray();
        for (var at = 0; at < pixels.Length; at++)
        {
            var (x, y) = (at / 3 % picture.Width % 90 / 2, at / 3 / picture.Width % 50 / 2);
            if (y < word.Length && x < word[y].Length && word[y][x] == '#')
                pixels[at] = (byte)(pixels[at] + ((255 - pixels[at]) * 0.35));
        }

        return picture with
        {
            Pixels = pixels,
        };
    }

    private static byte[] Png(int width, int height, Func<int, int, byte> grey) =>
        PictureEncoder.Png(Pixels(width, height, grey));

    private static PixelBuffer Pixels(int width, int height, Func<int, int, byte> grey)
    {
        var pixels = new byte[width * height * 3];
        for (var at = 0; at < pixels.Length; at++)
        {
            pixels[at] = grey(at / 3 % width, at / 3 / width);
        }

        return new PixelBuffer(width, height, 3, pixels);
    }

    private sealed class TestModerator(params PolicyCategory[] flags) : IPictureModerator
    {
        public int Asked { get; private set; }

        public bool IsAway { get; set; }

        public Task<IReadOnlyCollection<PolicyCategory>> FlagAsync(byte[] png, CancellationToken cancellationToken)
        {
            Asked++;
            if (IsAway)
            {
                throw new InvalidOperationException("The model is away.");
            }

            return Task.FromResult<IReadOnlyCollection<PolicyCategory>>(flags);
        }
    }
}
