using System.Globalization;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>What the subjects of the suite share: orders by the catalogue, and the whole way of a call. See <see cref="WireUnderTest"/>.</summary>
public abstract class ConformanceTests<TWire>(ConformanceBench<TWire> bench) : IClassFixture<ConformanceBench<TWire>>
    where TWire : WireUnderTest, new()
{
    private const int MostPolls = 5;
    private const string Words = "a red fox";

    private static readonly DateOnly Today = DateOnly.FromDateTime(new FakeTimeProvider().GetUtcNow().UtcDateTime);

    internal ConformanceBench<TWire> Bench { get; } = bench.Fresh();

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal TWire Wire => Bench.Wire;

    internal IRemoteProvider Adapter => Bench.Adapter;

    internal EmulatedWire Emulated => Bench.Emulated;

#pragma warning disable CA1000 // Data of tests is taken from static members, and each wire has its own.
    /// <summary>The names of all cases of the catalogue.</summary>
    public static TheoryData<string> Cases => [.. new TWire().Cases(Today).Select(of => of.Name).Distinct()];
#pragma warning restore CA1000

    internal IEnumerable<OfferCase> All => Wire.Cases(Today);

    internal OfferCase Case(string name) => All.First(of => of.Name == name);

    /// <summary>The first offer that can do it; null where none can.</summary>
    internal OfferCase? Find(Capability capability) => All.FirstOrDefault(of => of.Capability == capability);

    /// <summary>What the tests of faults send: a new picture where the wire makes some, else whatever comes first.</summary>
    internal Task<CompileOrder> AnyOrderAsync(string words = Words) =>
        OrderAsync(Find(Capability.TextToImage) ?? All.First(), words);

    /// <summary>An order as the planner would hand it over.</summary>
    internal async Task<CompileOrder> OrderAsync(OfferCase of, string words = Words)
    {
        var isNew = of.Capability == Capability.TextToImage;
        var source = isNew ? null : await Wire.SourceAsync(Bench.Source, of, () => MakeAsync(of));
        var mask = of.Capability == Capability.Inpainting ? MaskImage() : null;
        var operation = Operation(of.Capability, source, words);
        var request = new ImageRequest
        {
            Operation = operation,
            Seed = 7,
            Size = isNew ? NativeSize.For(new PixelSize(1024, 1024), of.Offer.Sizes) : null,
        };
        var speaks = operation is not (Upscale or RemoveBackground);
        return new CompileOrder(request, of.Model, of.Offer, speaks ? words : null, null, source, mask)
        {
            PublicAddress = Wire.FetchesFromUs,
        };
    }

    internal CompiledCall Compiled(CompileOrder order) =>
        Adapter.Compile(order) switch
        {
            Compilation.Ready ready => ready.Call,
            var other => throw new InvalidOperationException($"It cannot be said: {other}"),
        };

    internal PaidCall Paid(
        CompiledCall call,
        int pictures = 1,
        AnswerSpool? spool = null,
        ISendGuard? guard = null,
        Uri? callback = null
    ) =>
        new(
            Guid.CreateVersion7(),
            call,
            pictures,
            spool ?? new MemorySpool(),
            guard ?? new TestGuard(),
            Bench.Sources,
            callback
        );

    /// <summary>The whole way of a call, to its pictures.</summary>
    /// <exception cref="ProviderException">It failed on the way, or ended without a picture.</exception>
    internal async Task<Finished> RunAsync(PaidCall paid, IRemoteProvider? adapter = null)
    {
        var sut = adapter ?? Adapter;
        var submission = await sut.SubmitAsync(paid, Cancel);
        var taskId = (submission as Submission.Submitted)?.TaskId;
        Assert.Equal(Wire.HasTasks || Wire.NamesAddresses, taskId is not null);
        if (taskId is not null)
        {
            Emulated.FinishTasks();
            await FetchAsync(sut, taskId, paid.Spool);
        }

        var answer = await sut.ReadAsync(paid.Call, paid.Spool, Cancel);
        return new Finished(paid, taskId, answer, (MemorySpool)paid.Spool);
    }

    internal Task<Finished> RunAsync(CompileOrder order, int pictures = 1) => RunAsync(Paid(Compiled(order), pictures));

    /// <summary>How a call fails; null where it comes through.</summary>
    internal async Task<ProviderException?> FailAsync(PaidCall paid, IRemoteProvider? adapter = null)
    {
        try
        {
            await RunAsync(paid, adapter);
            return null;
        }
        catch (ProviderException failure)
        {
            AssertTellsNothing(failure, paid.Call);
            return failure;
        }
    }

    /// <summary>Asks for a task that has ended until its pictures are in the spool.</summary>
    internal static async Task FetchAsync(IRemoteProvider adapter, string taskId, AnswerSpool spool)
    {
        for (var polls = 0; polls < MostPolls; polls++)
        {
            switch (await adapter.PollAsync(taskId, polls, spool, Cancel))
            {
                case TaskState.Answered:
                    return;
                case TaskState.Failed failed:
                    throw failed.Failure;
                case TaskState.Vanished:
                    throw new InvalidOperationException("The task vanished.");
                default:
                    break;
            }
        }

        throw new InvalidOperationException("The task ended long ago, and was never told to have.");
    }

    internal void Fault(FaultAction action, int? status = null, int nth = 1, bool billed = false) =>
        Emulated.AddFaults(
            new FaultRule
            {
                Action = action,
                Status = status,
                Nth = nth,
                Billed = billed,
            }
        );

    /// <summary>The paid POST that came last.</summary>
    internal ReceivedCall LastPost() => Emulated.Calls.Last(call => call.Method == "POST");

    /// <summary>What was billed for a call that is done.</summary>
    internal BillLine LineOf(Finished done) =>
        done.TaskId is { } id && Emulated.Bill.Items.Any(line => line.Id == id)
            ? Emulated.Bill.Items.Single(line => line.Id == id)
            : Emulated.Bill.Items[^1];

    /// <summary>The hashes of the pictures that were sent for this work, previews and grids aside.</summary>
    internal List<string> SentFor(string job) =>
        [
            .. Emulated
                .Pictures.Where(sent => (sent.Job == job || Wire.NamesAddresses) && int.TryParse(sent.Part, out _))
                // One that broke came after the others.
                .OrderBy(sent => int.Parse(sent.Part, CultureInfo.InvariantCulture))
                .Select(sent => sent.Sha256)
                .Distinct(),
        ];

    internal static void AssertTellsNothing(ProviderException failure, CompiledCall call)
    {
        var text = failure.ToString();
        Assert.DoesNotContain(ConformanceBench<TWire>.Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, text, StringComparison.OrdinalIgnoreCase);
        if (call.FinalPrompt is { Length: > 0 } prompt)
        {
            Assert.DoesNotContain(prompt, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    internal void AssertAgreesWithTheBill(Charge charge)
    {
        var bill = Emulated.Bill;
        Assert.True(
            charge != Charge.None || (bill.NanoDollars == 0 && bill.FrozenUnits == 0 && Emulated.RunningTasks == 0),
            $"told to be free, and billed {bill.NanoDollars}"
        );
        Assert.True(charge != Charge.Charged || !Wire.Bills || bill.NanoDollars > 0, "told to be charged, and is not");
    }

    private async Task<string> MakeAsync(OfferCase of)
    {
        var made = await RunAsync(await OrderAsync(of with { Capability = Capability.TextToImage }));
        return made.TaskId!;
    }

    private SourceImage MaskImage() => new(Bench.Mask, Pictures.Side, Pictures.Side, "upload", null, null);

    private ImageOperation Operation(Capability capability, SourceImage? source, string words) =>
        capability switch
        {
            Capability.TextToImage => new Create(words, null, null),
            Capability.ImageToImage => new Stylise(source!.Id, words, null),
            Capability.Inpainting => new Inpaint(source!.Id, Bench.Mask, words, Pictures.UsualStrength),
            Capability.Outpainting => Wire.Grow(source!, words),
            Capability.Variations => new Variation(source!.Id, words, Pictures.UsualStrength),
            Capability.Upscaling => new Upscale(source!.Id, false, false),
            Capability.BackgroundRemoval => new RemoveBackground(source!.Id, false, false),
            _ => throw new ArgumentOutOfRangeException(nameof(capability), capability, "is not known here"),
        };
}
