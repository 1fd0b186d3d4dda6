using Atelier.Server.Costs;

namespace Atelier.Server.Tests.Costs;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("ünïcode 山", "ünïcode 山")]
    // What a spreadsheet would calculate.
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("a=1", "a=1")]
    public void Of_Text_IsQuotedAndNoFormula(string text, string cell) => Assert.Equal(cell + "\r\n", CsvLine.Of(text));

    [Fact]
    public void Of_Numbers_StayNumbers() =>
        Assert.Equal("-1.5,0.000000001,3,-7,,0\r\n", CsvLine.Of(-1.5m, 0.000000001m, 3L, -7, null, 0.000m));
}
