using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Zvec.Benchmarks.Indexes;

/// <summary>Recall and speed of each index as a picture: one line an index, one mark a setting.</summary>
internal static class IndexesPlot
{
    private const double LeastRecall = 0.8;

    // letters are wider where a page is shown than the package expects, which would hide a part of them
    private const double TitleDistance = 18;

    // told apart also by those who see red and green alike (Okabe and Ito)
    private static readonly Dictionary<string, (string Color, MarkerType Mark)> Shown = new()
    {
        ["Hnsw"] = ("#0072B2", MarkerType.Circle),
        ["Hnsw None"] = ("#D55E00", MarkerType.Circle),
        ["Hnsw Float16"] = ("#E69F00", MarkerType.Circle),
        ["Hnsw Int4"] = ("#009E73", MarkerType.Circle),
        ["Hnsw M 8"] = ("#56B4E9", MarkerType.Triangle),
        ["Hnsw M 32"] = ("#56B4E9", MarkerType.Square),
        ["IvfFlat"] = ("#CC79A7", MarkerType.Diamond),
        ["IvfFlat None"] = ("#882255", MarkerType.Diamond),
        ["QuantizedFlat Int8"] = ("#666666", MarkerType.Square),
        ["QuantizedFlat Int4"] = ("#666666", MarkerType.Triangle),
        ["Flat"] = ("#000000", MarkerType.Circle),
    };

    public static string Draw(IndexesReport report)
    {
        var plot = new PlotModel
        {
            Title = FormattableString.Invariant($"{report.Rows:N0} vectors of {report.Set}, {report.Dimensions} dimensions"),
            TitleFontWeight = FontWeights.Normal,
            DefaultFont = "Arial",
            Background = OxyColors.White, // a page may be dark
        };
        plot.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Title = "recall@10",
            AxisTitleDistance = TitleDistance,
            Minimum = LeastRecall,
            Maximum = 1.005,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray,
        });
        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Title = "queries a second, one thread",
            AxisTitleDistance = TitleDistance,
            StringFormat = "#,0",
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray,
            MinorGridlineStyle = LineStyle.Dot,
            MinorGridlineColor = OxyColors.LightGray,
        });
        plot.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.LeftBottom,
            LegendLineSpacing = 3,
            LegendPadding = TitleDistance * 2,
        });
        foreach (IndexResult index in report.Indexes)
        {
            if (Shown.TryGetValue(index.Name, out (string Color, MarkerType Mark) look))
                plot.Series.Add(Line(index, OxyColor.Parse(look.Color), look.Mark));
        }

        return new SvgExporter { Width = 900, Height = 520, UseVerticalTextAlignmentWorkaround = true }.ExportToString(plot);
    }

    private static LineSeries Line(IndexResult index, OxyColor color, MarkerType mark)
    {
        var line = new LineSeries { Title = index.Name, Color = color, MarkerType = mark, MarkerFill = color, MarkerSize = 4 };
        line.Points.AddRange(index.Points
            .OrderBy(point => point.Figures.Recall)
            .Select(point => new DataPoint(point.Figures.Recall, point.QueriesPerSecond)));
        return line;
    }
}
