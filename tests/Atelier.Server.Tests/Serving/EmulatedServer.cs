using System.Security.Cryptography;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Server.Providers;
using Atelier.Server.Setup;
using Atelier.TestKit.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Serving;

/// <summary>
/// A server with OpenAI and LegNext switched on, or the wires of <see cref="Wires"/>, played by an emulator in this process,
/// which reaches it. Disposing checks the books, and that no call broke a wire's rules.
/// </summary>
public sealed class EmulatedServer : IAsyncLifetime
{
    private readonly Dictionary<string, ClosedPort> _dead = [];
    private string _origin = "";
    private Emulator? _emulator;
    private TestServer? _server;

    public TestServer Server => _server!;

    public EmulatedWire OpenAi => _emulator!.OpenAi;

    public EmulatedWire LegNext => _emulator!.LegNext;

    /// <summary>The keys the server was given, by provider.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; private set; } = new Dictionary<string, string>();

    /// <summary>All emulated wires, switched on or not.</summary>
    internal IReadOnlyCollection<EmulatedWire> All => _emulator!.Wires;

    /// <summary>The providers that are switched on, each a wire of the emulator by the same id.</summary>
    internal IReadOnlyList<string> Wires { get; init; } = ["openai", "legnext"];

    /// <summary>The providers of <see cref="Wires"/> at whose address nobody listens.</summary>
    internal IReadOnlyList<string> Dead { get; init; } = [];

    /// <summary>The weights of providers with several keys, the first of which is that of <see cref="Keys"/>.</summary>
    internal IReadOnlyDictionary<string, int[]> Weights { get; init; } = new Dictionary<string, int[]>();

    /// <summary>All keys of the providers of <see cref="Weights"/>.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<KeySetting>> Several { get; private set; } =
        new Dictionary<string, IReadOnlyList<KeySetting>>();

    /// <summary>How the emulator runs; LegNext's jobs end when they are told to all the same.</summary>
    internal EmulatorOptions Options { get; init; } = new() { LongestEdge = 64 };

    /// <summary>Whether the operator has prompts moderated at OpenAI.</summary>
    internal bool Moderated { get; init; }

    /// <summary>Whether Stability's first API still serves.</summary>
    internal bool FirstServes { get; init; } = true;

    /// <summary>Pictures that OpenAI shows before a finished one.</summary>
    internal int PartialImages { get; init; }

    /// <summary>Puts parts in before the service brings its own.</summary>
    internal Action<IServiceCollection>? Replace { get; init; }

    public async ValueTask InitializeAsync()
    {
        _emulator = await Emulator.StartAsync(Options);
        LegNext.TaskDuration = null;
        Keys = Wires.ToDictionary(wire => wire, wire => NewKey($"{wire}-"));
        Several = Weights.ToDictionary(
            wire => wire.Key,
            wire => (IReadOnlyList<KeySetting>)[.. wire.Value.Select((weight, i) => KeyOf(wire.Key, i + 1, weight))]
        );
        foreach (var wire in Dead)
        {
            _dead[wire] = new ClosedPort();
        }

        _server = await TestServer.StartAtAsync(origin =>
        {
            _origin = origin;
            return new TestServer { Adjust = Adjust, Replace = Replace };
        });
        foreach (var key in Keys.Values.Concat(Several.Values.SelectMany(keys => keys.Select(key => key.Key))))
        {
            _server.Logs.Forbid(key);
        }
    }

    /// <summary>Has LegNext make something, and waits for it.</summary>
    public async Task<Answer> MakeAtLegNextAsync(TestCaller caller, string json)
    {
        var address = await caller.StartAsync(json);
        await EndTasksAsync(address);
        var answer = await caller.EndOfAsync(address);
        Assert.True(answer.TextAt("state") == "complete", answer.Text);
        return answer;
    }

    /// <summary>Lets LegNext's jobs end once the server knows the generation's job, so that nothing but the callback tells it.</summary>
    public async Task EndTasksAsync(string address)
    {
        await WaitForTaskAsync(address);
        LegNext.FinishTasks();
    }

    /// <summary>Another node on the same database, with the same providers; to be started, and disposed before this.</summary>
    internal TestServer AddNode() =>
        new()
        {
            Beside = Server,
            Adjust = settings => Adjust(settings) with { Urls = "http://127.0.0.1:0" },
            Replace = Replace,
        };

    /// <summary>The emulated wire of this provider.</summary>
    public EmulatedWire Wire(string id) => _emulator!.Wire(id);

    /// <summary>Waits until a generation's call is a task that nobody looks at.</summary>
    public Task WaitForTaskAsync(string address) =>
        TestServer.UntilAsync(async () =>
            await Server.House.ScalarAsync<bool>(
                """
                SELECT EXISTS (SELECT FROM attempts a JOIN queue q USING (generation_id)
                  WHERE generation_id = @id AND a.state = 'submitted' AND q.state = 'ready')
                """,
                new { id = IdOf(address) }
            )
        );

    /// <summary>POSTs that were to be paid, of all that a wire received.</summary>
    public static List<ReceivedCall> Paid(EmulatedWire wire) => [.. wire.Calls.Where(call => call.Method == "POST")];

    /// <summary>Waits until so many paid POSTs arrived at a wire.</summary>
    public static Task WaitForPaidAsync(EmulatedWire wire, int count) =>
        TestServer.UntilAsync(() => Task.FromResult(Paid(wire).Count >= count));

    /// <summary>Plays a fault at the next paid POST, or at all of them.</summary>
    public static void Fault(EmulatedWire wire, FaultAction action, bool always = false)
    {
        // Of other wires whatever comes next.
        var creates = wire.Id switch
        {
            "openai" => "generations",
            "legnext" => "diffusion",
            _ => null,
        };
        wire.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = creates,
                Times = always ? 0 : 1,
            }
        );
    }

    /// <summary>Lets the time of lost calls run out: until then each holds a place in its provider's lane.</summary>
    public Task FreeLanesAsync() => Server.House.MoveClockAsync(TimeSpan.FromMinutes(11));

    public static Guid IdOf(string address) => Guid.Parse(address[(address.LastIndexOf('/') + 1)..]);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            var books = await Books.ReadAsync(this);
            Assert.Empty(books.Problems);
            await _server.DisposeAsync();
        }

        if (_emulator is not null)
        {
            // Where one key is let in, another one is meant to be refused.
            Assert.True(Options.Key is not null || All.All(wire => wire.Violations.Count == 0), Broken());
            await _emulator.DisposeAsync();
        }

        foreach (var port in _dead.Values)
        {
            port.Dispose();
        }
    }

    private KeySetting KeyOf(string wire, int number, int weight) =>
        number == 1
            ? new KeySetting($"{wire.ToUpperInvariant()}_KEY", Keys[wire], weight)
            : new KeySetting($"{wire.ToUpperInvariant()}_KEY_{number}", NewKey($"{wire}-"), weight);

    private string Broken() => string.Join('\n', All.SelectMany(wire => wire.Violations));

    private static string NewKey(string start) => start + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The settings of a node of this service.</summary>
    internal ServerSettings Adjust(ServerSettings settings) =>
        settings with
        {
            Urls = _origin,
            PublicUrl = new Uri(_origin),
            ModeratesAtOpenAi = Moderated,
            Providers =
            [
                .. Keys.Select(key => new ProviderSetting
                {
                    Id = key.Key,
                    Key = key.Value,
                    Keys = Several.GetValueOrDefault(key.Key) ?? [],
                    BaseUrl = _dead.GetValueOrDefault(key.Key)?.Url ?? _emulator!.BaseUrl(key.Key),
                    V1 = FirstServes,
                    PartialImages = PartialImages,
                }),
            ],
        };
}
