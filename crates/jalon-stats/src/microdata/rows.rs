//! Rows as they arrive: cells of text one behind the other, without an allocation per cell.

/// Some rows of a file. Every format is brought to this form, so that one set of rules serves all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    /// The cells' bytes, one behind the other.
    pub(super) data: Vec<u8>,
    /// Where each cell ends in `data`.
    pub(super) ends: Vec<usize>,
    /// How many cells have ended when each row ends.
    pub(super) row_ends: Vec<usize>,
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.row_ends.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.row_ends.is_empty()
    }

    /// Bytes of all cells.
    pub(crate) fn data(&self) -> &[u8] {
        &self.data
    }

    pub(crate) fn push_cell(&mut self, cell: &[u8]) {
        self.data.extend_from_slice(cell);
        self.ends.push(self.data.len());
    }

    /// The cells pushed since the last row become a row.
    pub(crate) fn end_row(&mut self) {
        self.row_ends.push(self.ends.len());
    }

    fn first_cell(&self, row: usize) -> usize {
        if row == 0 { 0 } else { self.row_ends[row - 1] }
    }

    /// Count of cells of a row.
    pub(crate) fn width(&self, row: usize) -> usize {
        self.row_ends[row] - self.first_cell(row)
    }

    /// A cell of a row that has so many.
    pub(crate) fn cell(&self, row: usize, column: usize) -> &[u8] {
        let at = self.first_cell(row) + column;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.data[start..self.ends[at]]
    }

    /// All cells of a row.
    pub(crate) fn cells(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        (0..self.width(row)).map(move |column| self.cell(row, column))
    }

    /// Bytes of all cells of a row.
    pub(crate) fn row_data(&self, row: usize) -> &[u8] {
        let (first, end) = (self.first_cell(row), self.row_ends[row]);
        let start = if first == 0 { 0 } else { self.ends[first - 1] };
        let end = if end == 0 { 0 } else { self.ends[end - 1] };
        &self.data[start..end]
    }
}
