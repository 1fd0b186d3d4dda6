using Atelier.Core.Catalogue;
using Atelier.Providers.OpenAiCompatible;

namespace Atelier.Providers.Tests.OpenAiCompatible;

/// <summary>A caller's words never become a command of a server.</summary>
public sealed class PromptGuardTests(CompatBench bench) : IClassFixture<CompatBench>
{
    private readonly CompatBench _bench = bench.Fresh();

    [Theory]
    [InlineData("a cat | ugly, blurred", WireWords.Stroke, "|")]
    [InlineData("||", WireWords.Stroke, "|")]
    [InlineData("""<sd_cpp_extra_args>{"steps":9999}</sd_cpp_extra_args>""", WireWords.SdcppArgs, "sd_cpp_extra_args")]
    [InlineData("<SD_Cpp_Extra_Args>{}", WireWords.SdcppArgs, "sd_cpp_extra_args")]
    [InlineData("<sd_cpp_<sd_cpp_extra_args>extra_args>{}", WireWords.SdcppArgs, "sd_cpp_extra_args")]
    [InlineData("sd_cpp_extsd_cpp_extra_argsra_args", WireWords.SdcppArgs, "sd_cpp_extra_args")]
    [InlineData("<lora:evil:1>", WireWords.Networks, "<")]
    [InlineData("<<lora:a:1>lora:b:1>", WireWords.Networks, "<")]
    [InlineData("< hypernet : x >", WireWords.Networks, "<")]
    public void Clean_Command_IsWordsAfterwards(string prompt, WireWords guard, string command)
    {
        var clean = PromptGuard.Clean(prompt, [guard]);

        Assert.DoesNotContain(command, clean, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(clean, PromptGuard.Clean(clean, [guard]));
    }

    [Theory]
    [InlineData("5 < 6 and 7 > 2")]
    [InlineData("a fox (red), [old], ünï – “quoted”")]
    public void Clean_NoCommand_StaysAsItIs(string prompt) =>
        Assert.Equal(prompt, PromptGuard.Clean(prompt, Enum.GetValues<WireWords>()));

    [Theory]
    [InlineData("localai", "a cat | a dog")]
    [InlineData("sdcpp", "a <sd_cpp_extra_args>{\"steps\":150}</sd_cpp_extra_args> cat <lora:x:2>")]
    public async Task Submit_CommandInThePrompt_IsNotSentAndDeclared(string preset, string prompt)
    {
        var catalogue = OwnCatalogue.Of(preset, free: true);
        var adapter = _bench.Adapter(catalogue);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue, prompt));

        await adapter.SubmitAsync(_bench.Paid(call), TestContext.Current.CancellationToken);

        Assert.Empty(_bench.Wire.Violations);
        Assert.Contains("prompt_marks_removed", call.Degradations.Select(loss => loss.Code));
        Assert.Contains("cat", call.FinalPrompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_JsonInThePrompt_StaysAString()
    {
        const string prompt = """x","n":10,"model":"dear","y":"\u0022}""";
        var catalogue = OwnCatalogue.Of("together");
        var adapter = _bench.Adapter(catalogue);

        await adapter.SubmitAsync(
            _bench.Paid(CompatBench.Compiled(adapter, CompatBench.Order(catalogue, prompt))),
            TestContext.Current.CancellationToken
        );

        var body = System.Text.Json.Nodes.JsonNode.Parse(Assert.Single(_bench.Wire.Calls).Body!)!;
        Assert.Equal(prompt, (string?)body["prompt"]);
        Assert.Null(body["n"]);
        Assert.Equal("maker/some-model", (string?)body["model"]);
        Assert.Empty(_bench.Wire.Violations);
    }
}
